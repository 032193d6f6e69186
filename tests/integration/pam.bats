# The real pam_apparmor, called by pamtester, against a login by aa-hat: the same policies and users, for each row of
# pam_apparmor-table.md in docs/. Hook and launcher are called by hand, in a mount namespace of the machine's own root: there
# are fifty rows.

# shellcheck disable=SC2030,SC2031,SC2154  # each test is a process; refusals.bash sets the rest
load refusals

table=/aa-hat/docs/pam_apparmor-table.md

setup_file() {
    host_config '{"profiles": {"pam-*": {"session": "optional"}}}'
    cp /etc/passwd /etc/group /run/aa-hat-test/
    users >>/etc/passwd
}
teardown() { [[ ! ${space:-} ]] || leave_space; }
teardown_file() {
    local name
    while read -r name; do unload_policy "$name"; done \
        < <(sed -n 's/^\(pam-[0-9]*\) (.*/\1/p' /sys/kernel/security/apparmor/profiles)
    host_config
    rm -f /etc/pam.d/aa-hat-pam
    cp /run/aa-hat-test/passwd /etc/passwd
}

@test "each row of the table has both outcomes, on this kernel" {
    local number=0 wrong=0 order hats session user pam ours why
    local -A profiles=()
    make_bundle
    in_space --propagation private
    while IFS='|' read -r _ order hats session user pam ours why _; do
        number=$((number + 1))
        read -r order <<<"$order"; read -r hats <<<"$hats"; read -r session <<<"$session"; read -r user <<<"$user"
        read -r pam <<<"$pam"; read -r ours <<<"$ours"
        profile=${profiles[-$hats]:-}
        if [[ ! $profile ]]; then
            profile=pam-$number profiles[-$hats]=pam-$number
            policy "$hats" | apparmor_parser --replace --skip-cache
        fi
        row_is "$pam" "$(by_pam "$order" "$session" "$user")" "$(by_aa_hat "$order" "$session" "$user")" || wrong=$((wrong + 1))
    done < <(rows)
    ((number > 39 && wrong == 0))
}

@test "where both differ the table says why, and where they do not it says nothing" {
    local pam ours why
    while IFS='|' read -r _ _ _ _ _ pam ours why _; do
        read -r why <<<"$why"
        if [[ ${pam// } == "${ours// }" ]]; then assert_equal "$why" ""; else [[ $why ]]; fi
    done < <(rows)
}

# --- how -----------------------------------------------------------------------------------------------------------

rows() { grep -E '^\| [a-zA-Z,]+ \|' "$table" | grep -v '^| order '; }

users() { printf '%s\n' tom:x:1000:100::/:/bin/sh DEFAULT:x:1010:65534::/:/bin/sh a/b:x:1011:65534::/:/bin/sh nogid:x:1012:4242::/:/bin/sh; }

# row_is WANTED...: prints the row if it is something else.
row_is() {
    [[ $1/$ours == "$2/$3" ]] || { echo "$order | $hats | $session | $user | $2 | $3 |"; return 1; }
}

# policy HATS: profile $profile with these.
policy() {
    local hat name head flags=attach_disconnected
    [[ $1 != *P!* ]] || flags+=,complain
    printf 'abi <abi/3.0>,\ninclude <tunables/global>\n@{P} = %s\nprofile %s flags=(%s) {\n' "$profile" "$profile" "$flags"
    printf 'include <abstractions/aa-hat-login-container>\nchange_profile -> %s//*,\n' "$profile"
    for hat in $1; do
        case $hat in P!|unconfined) continue ;; esac
        case $hat in u*) name=tom ;; g*) name=users ;; d*) name=DEFAULT ;; esac
        head="^$name" flags=attach_disconnected
        [[ $hat != *\* ]] || head="profile $name"
        [[ $hat != *! ]] || flags+=,complain
        # The last rules are for PAM itself, which goes on in the hat.
        printf '%s flags=(%s) {\ninclude <abstractions/aa-hat-login>\nnetwork netlink raw,\ncapability audit_write,\n}\n' \
            "$head" "$flags"
    done
    echo '}'
}

# What LABEL is, in the table's words.
word_for() {
    case $1 in
        "$profile ("*) echo P ;;
        "$profile//null-"*) echo null ;;
        "$profile//"*) read -r label _ <<<"${1#*//}"; echo "$label" ;;
        *) echo "$1" ;;
    esac
}

# by_pam ORDER SESSION USER: by a service whose process is confined by $profile; pam_exec behind it tells the label.
by_pam() {
    local said
    printf 'session required pam_permit.so\nsession %s pam_apparmor.so order=%s\n' "$2" "$1" >/etc/pam.d/aa-hat-pam
    echo 'session optional pam_exec.so stdout /usr/bin/cat /proc/self/attr/current' >>/etc/pam.d/aa-hat-pam
    [[ $hats != unconfined ]] || profile=unconfined
    said=$(aa-exec -p "$profile" -- pamtester aa-hat-pam "$3" open_session 2>&1 3>&- </dev/null) || { echo refused; return; }
    word_for "$(grep -m1 -E "^($profile|unconfined)" <<<"$said" || echo "$said")"
}

# by_aa_hat ORDER SESSION USER: the hook delivers to the space, and the launcher is called there by a process in $profile.
by_aa_hat() {
    local said status=0 label="cat /proc/self/attr/current"
    make_bundle ".root.path = \"/\" | .annotations = {\"io.aa-hat.order\": \"$1\", \"io.aa-hat.session\": \"$2\"}
        | if \"$hats\" == \"unconfined\" then del(.process.apparmorProfile) else .process.apparmorProfile = \"$profile\" end"
    make_state ".pid = $space"
    hook_reads "$state" prestart 2>/dev/null || { echo refused; return; }
    # shellcheck disable=SC2016  # the shell there knows them
    said=$(there sh -c 'echo "exec $1" >/proc/self/attr/exec && exec "$2" login --user "$3" -c "$4"' \
        sh "$profile" "$launcher" "$3" "$label" 2>/dev/null) || status=$?
    there umount /run/aa-hat
    if ((status == 125)); then echo refused; else word_for "$said"; fi
}
