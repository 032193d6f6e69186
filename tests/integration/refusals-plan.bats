# What aa-exec-hat refuses to believe: a plan or a profile that do not prove what it needs. (hostile-proc.bats: /proc.)

# shellcheck disable=SC2154,SC2030,SC2031  # lib.bash and refusals.bash set them; "before" is meant for its test alone
load refusals

# A box whose policy changes under it, without no_new_privs, so that the hats must prove themselves.
setup_file() {
    changed_policy ''
    box_under aa-hat-changed '.annotations["io.aa-hat.no-new-privs"] = "false"'
}
teardown_file() {
    remove_box
    unload_policy aa-hat-changed
}
teardown() { end_space; }

# plan_refused MOUNT-OPTIONS TEXT REASON: /run/aa-hat is a tmpfs with these options, and holds a plan with this text.
plan_refused() {
    printf %s "$2" >"$BATS_TEST_TMPDIR/plan"
    run -125 in_profile aa-hat-tenants "mkdir -p /run/aa-hat
        mount -t tmpfs none /run/aa-hat
        cp '$BATS_TEST_TMPDIR/plan' /run/aa-hat/
        mount -o 'remount,$1' /run/aa-hat" aa-exec-hat --hat shop -- true
    assert_output --partial "aa-exec-hat: cannot read the plan$3"
}
begin=$'aa-hat-plan 1\nprofile aa-hat-tenants\n'
forged=' in "/run/aa-hat": it is not the read-only mount that aa-hat-hook makes'

@test "no plan: a container without annotations" {
    # Left by a hook that delivered to the machine's own root.
    rm -df /run/aa-hat
    enter_space
    run -125 in_profile aa-hat-tenants '' aa-exec-hat --hat shop -- true
    assert_output --partial 'aa-exec-hat: cannot read the plan in "/run/aa-hat": No such file or directory (ENOENT)' \
        'hint: is aa-hat-hook installed, and did the container start with io.aa-hat. annotations?'
}

@test "a forged plan: in a folder of the image, or behind a link" {
    enter_space
    run -125 in_profile aa-hat-tenants 'mount -t tmpfs none /run; mkdir /run/real-proc /run/aa-hat
        mount --bind /proc /run/real-proc; cp /etc/hostname /run/aa-hat/plan' aa-exec-hat --hat shop -- true
    assert_output --partial "cannot read the plan$forged"
    run -125 in_profile aa-hat-tenants 'mount -t tmpfs none /run; mkdir /run/real-proc; ln -s /srv /run/aa-hat
        mount --bind /proc /run/real-proc' aa-exec-hat --hat shop -- true
    assert_output --partial 'cannot read the plan in "/run/aa-hat": Too many levels of symbolic links (ELOOP)'
}

@test "a forged plan: in a tmpfs that can be written, or without the hook's options" {
    enter_space
    plan_refused nosuid,nodev "$begin" "$forged"
    plan_refused ro,nosuid "$begin" "$forged"
    plan_refused ro,nodev "$begin" "$forged"
}

@test "a plan of another version, cut off, or empty" {
    enter_space
    plan_refused ro,nosuid,nodev $'aa-hat-plan 2\n' ': it is of another version'
    plan_refused ro,nosuid,nodev "$begin" ': there is no line "order" where one belongs'
    plan_refused ro,nosuid,nodev '' ' in "/run/aa-hat": its plan is not a file, or empty'
}

@test "a root that could come back" {
    delivered_space
    local before=(setpriv --securebits +no_setuid_fixup)
    run -125 in_profile aa-hat-tenants '' "$launcher" --user www-data -- true
    assert_output --partial "cannot give up root's capabilities: the calls succeed, but the kernel does not show their effect"
}

# --- policies that lack a rule ---------------------------------------------------------------------------------------

# attr_rule RULE: a script that puts RULE in the place of the one for the attr file.
attr_rule() { echo "s%^  @{PROC}/@{pid}/attr/{apparmor/,}current rw,%  $1%"; }

@test "a profile that does not let the attr file be written" {
    changed_policy "$(attr_rule 'deny @{PROC}/@{pid}/attr/{apparmor/,}current w,')"
    launcher_refused "cannot open \"/proc/self/attr/current\": the container's profile does not allow writing it" \
        'hint: add "@{PROC}/@{pid}/attr/{apparmor/,}current rw," to the profile' -- "$launcher" --hat shop -- true
}

@test "a profile that does not let its label be read, where the kernel has no call for it" {
    changed_policy "$(attr_rule 'deny @{PROC}/@{pid}/attr/{apparmor/,}current r,')"
    if has_syscall; then run -0 in_box "$launcher" --hat shop -- true; return; fi
    launcher_refused 'cannot read our own label in "/proc/self/attr/current"' 'hint: add "@{PROC}/@{pid}/attr' \
        -- "$launcher" --hat shop -- true
}

@test "an ordinary hat without no_new_privs" {
    changed_policy 's/^  profile blog /  ^blog /'
    launcher_refused 'cannot seal hat "blog": it is an ordinary hat' \
        'hint: write it as a child profile ("profile blog {' 'or let no_new_privs be set (io.aa-hat.no-new-privs=true' \
        -- "$launcher" --hat blog -- true
}

@test "a hat that cannot be asked what it is, where the kernel can be asked by files only" {
    changed_policy '/owner .*attr.* w,/d'
    if has_syscall; then run -0 in_box "$launcher" --hat shop -- true; return; fi
    launcher_refused 'cannot seal hat "shop": this kernel can be asked through a file only' \
        'hint: let no_new_privs be set, or add' -- "$launcher" --hat shop -- true
}

@test "a child profile that leads to its profile or a neighbour" {
    changed_policy '/profile shop/s/$/\n    change_profile -> aa-hat-changed,/'
    launcher_refused 'cannot seal hat "shop": its policy has a change_profile rule that leads to aa-hat-changed' \
        'hint: remove the rule, or let no_new_privs be set' -- "$launcher" --hat shop -- true
    changed_policy '/profile shop/s/$/\n    change_profile -> aa-hat-changed\/\/blog,/'
    launcher_refused 'a change_profile rule that leads to aa-hat-changed//blog' -- "$launcher" --hat shop -- true
}

@test "a profile without the rule for entering child profiles" {
    changed_policy '/change_profile ->/d'
    launcher_refused 'cannot enter hat "aa-hat-changed//shop": it is a child profile, and its profile has no rule' \
        'hint: add "change_profile -> aa-hat-changed//*," to profile aa-hat-changed' -- "$launcher" --hat shop -- true
}

# --- how -------------------------------------------------------------------------------------------------------------

# enter_space: a process in a mount namespace, with the machine's own root: what no engine would start. delivered_space:
# with the hook's mount in it.
enter_space() {
    unshare --mount --propagation private tail -f /dev/null 3>&- &
    echo $! >"$BATS_TEST_TMPDIR/space"
    within 10 refute same_mounts "$!"
}
same_mounts() { [[ $(readlink "/proc/$1/ns/mnt") == "$(readlink /proc/self/ns/mnt)" ]]; }
delivered_space() {
    enter_space
    make_bundle '.root.path = "/" | .annotations["io.aa-hat.user.www-data"] = "shop"'
    make_state ".pid = $(<"$BATS_TEST_TMPDIR/space")"
    run -0 hook_reads "$state" prestart
}
end_space() {
    [[ ! -e $BATS_TEST_TMPDIR/space ]] || kill "$(<"$BATS_TEST_TMPDIR/space")"
    rm -f "$BATS_TEST_TMPDIR/space"
}

# in_profile PROFILE COMMANDS PROGRAM ARG...: the program under the profile, in the space, where a shell has run
# COMMANDS before. What attr/exec was told counts for the shell's next exec, whatever /proc has become by then.
in_profile() {
    # shellcheck disable=SC2016  # the shell there knows its own number
    nsenter --target "$(<"$BATS_TEST_TMPDIR/space")" --mount "${before[@]}" unshare --mount sh -c '
        mkdir -p /run/real-proc
        mount --bind /proc /run/real-proc
        eval "$2"
        echo "exec $1" >/run/real-proc/$$/attr/exec
        shift 2
        exec "$@"' sh "$@"
}
