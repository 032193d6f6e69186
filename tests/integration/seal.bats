# Can code in a hat get out of it by AppArmor's own interfaces? Each test runs programs/attack there, which tries all of
# them, also towards a sibling that is loaded after the hat was entered. First it is shown what works without a seal.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup_file() { load_policy loose; }
teardown() { remove_box; unload_late; host_config; }

# --- the old way in: the attack works ------------------------------------------------------------------------------

@test "unsealed: an ordinary hat's tenant steps into every neighbour, loaded later or not" {
    box_under aa-hat-ordinary
    attack_from old-way changehat "$profile" shop
    gets_in {self,apparmor,pid}\ changehat:{blog,late}
    by_syscall "syscall changehat:blog" "syscall changehat:late"
    holds changeprofile stack exec
}

@test "unsealed: so it does where php-fpm's way, change_profile, led into the ordinary hat" {
    box_under aa-hat-loose-ordinary
    attack_from old-way changeprofile "$profile" shop
    gets_in {self,apparmor,pid,thread-self,task,other-proc}\ changehat:{blog,late}
}

@test "unsealed: rules against the attr files do not hold it: other paths and the system call go around them" {
    box_under aa-hat-loose-ordinary
    attack_from old-way changehat "$profile" closed
    holds self apparmor pid
    gets_in {thread-self,task,other-proc}\ changehat:{blog,late}
    by_syscall "syscall changehat:blog" "syscall changehat:late"
}

@test "unsealed: a hat with change_profile rules can be left by those commands too, of either kind" {
    local kind
    for kind in ordinary child; do
        box_under "aa-hat-loose-$kind"
        attack_from old-way changeprofile "$profile" shop
        gets_in {self,apparmor,pid,thread-self,task,other-proc}\ {changeprofile,exec}:{blog,late,profile,unconfined}
        by_syscall "syscall changeprofile:blog" "syscall exec:blog"
        holds stack
    done
}

# --- our way in: it does not ---------------------------------------------------------------------------------------

@test "sealed: an ordinary hat, by no_new_privs" {
    box_under aa-hat-ordinary
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "sealed: an ordinary hat whose policy allows everything, by no_new_privs" {
    box_under aa-hat-loose-ordinary
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "sealed: a child profile" {
    box_under aa-hat-tenants
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "sealed: a child profile whose policy allows everything, by no_new_privs" {
    box_under aa-hat-loose-child
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "sealed: a child profile without no_new_privs, by being one" {
    box_under aa-hat-tenants '."io.aa-hat.no-new-privs" = "false"'
    attack_from "$launcher" --user www-data --
    nobody_in
    box_under aa-hat-loose-child '."io.aa-hat.no-new-privs.open" = "false" | ."io.aa-hat.user.www-data" = "open"'
    attack_from "$launcher" --user www-data --
    nobody_in
}

# --- what cannot be sealed is refused ------------------------------------------------------------------------------

@test "refused: an ordinary hat without no_new_privs, with the remedy" {
    box_under aa-hat-ordinary '."io.aa-hat.no-new-privs" = "false"'
    expect 125 in_box "$launcher" --user www-data -- id
    says "ordinary hat" "hint:" "child profile" "no-new-privs=true"
    says_not uid=
}

@test "refused: so it is where rules against the attr files hide what kind of hat it is" {
    box_under aa-hat-loose-ordinary '."io.aa-hat.no-new-privs" = "false" | ."io.aa-hat.user.www-data" = "closed"'
    expect 125 in_box "$launcher" --user www-data -- id
    says "cannot seal hat" "hint:"
    says_not uid=
}

@test "refused: a child profile without no_new_privs whose policy lets it change to its profile" {
    box_under aa-hat-loose-child '."io.aa-hat.no-new-privs" = "false"'
    expect 125 in_box "$launcher" --user www-data -- id
    says "cannot seal hat"
    says_not uid=
}

@test "refused: either kind, where no_new_privs is set before, by the runtime or by who starts the launcher" {
    local under
    for under in aa-hat-ordinary aa-hat-tenants; do
        expect fail box_under "$under" . '.process.noNewPrivileges = true'
        box_under "$under"
        expect 125 in_box setpriv --no-new-privs "$launcher" --user www-data -- id
        says no_new_privs
        says_not uid=
    done
}

@test "seal=off needs the host's word; with it the hat is entered, and can be left" {
    local off='."io.aa-hat.no-new-privs" = "false" | ."io.aa-hat.seal" = "off"'
    expect fail box_under aa-hat-ordinary "$off"
    host_config '{"profiles": {"aa-hat-*": {"hats": ["*"], "seal": "off"}}}'
    box_under aa-hat-ordinary "$off"
    attack_from "$launcher" --user www-data --
    gets_in "self changehat:blog"
}

# --- how -----------------------------------------------------------------------------------------------------------

# box_under PROFILE [JQ for its annotations] [JQ for the bundle]: a box under that profile in which user www-data has hat shop.
box_under() {
    profile=$1
    new_box "$idle | .process.apparmorProfile = \"$1\" | .annotations = ({\"io.aa-hat.user.www-data\": \"shop\"} |
        ${2:-.}) | ${3:-.}"
    start crun
}

# attack_from COMMAND...: the attack, started by COMMAND. The late neighbour comes when it is already in its hat.
attack_from() {
    local shared=srv/shop/tmp attacker
    rm -f "$box/rootfs/$shared"/{ready,go}
    in_box "$@" attack "$profile" /srv/blog/secret "/$shared/ready" "/$shared/go" >"$box/attack" 2>&1 3>&- </dev/null &
    attacker=$!
    within 20 ready_or_dead "$box/rootfs/$shared/ready" "$attacker"
    load_late
    touch "$box/rootfs/$shared/go"
    wait "$attacker" || true
    output=$(<"$box/attack")
    echo "$output"
    # It ran, all of it, and could not read the neighbour's file from the start.
    says "before - EACCES" "done"
    is 86 "$(wc -l <<<"$output")"
}

ready_or_dead() { [[ -e $1 ]] || ! alive "$2"; }

load_late() {
    local kind=profile
    [[ $profile != *-ordinary ]] || kind=hat
    apparmor_parser --replace <<<"abi <abi/3.0>, $kind $profile//late flags=(attach_disconnected) { file, signal, }"
    echo "$profile//late" >/run/aa-hat-test/late
}

unload_late() {
    [[ ! -e /run/aa-hat-test/late ]] || unload_policy "$(</run/aa-hat-test/late)"
    rm -f /run/aa-hat-test/late
}

# gets_in TRY...: each of these reads the neighbour's file. by_syscall TRY...: where the kernel has the system call.
gets_in() { says "${@/%/ reads}"; }
by_syscall() {
    if has_syscall; then gets_in "$@"; else says "${@/%/ ENOSYS}"; fi
}
has_syscall() { [[ $(printf '%s\n' 6.8 "$(uname -r)" | sort -V | head -n1) == 6.8 ]]; }

# holds WORD...: no try with such a way or command reads it.
holds() {
    local word
    for word; do not grep -E "(^| )${word}[ :-].* reads\$" <<<"$output"; done
}
nobody_in() { says_not " reads"; }
