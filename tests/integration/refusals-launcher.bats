# What aa-exec-hat refuses in a container that was started as it should be: in its arguments, in who calls it, in the
# users of the image, and in what has become of the policy since.

# shellcheck disable=SC2154,SC2016  # lib.bash and refusals.bash set them; $PATH is in a message
load refusals

setup_file() {
    changed_policy ''
    box_under aa-hat-changed '.annotations["io.aa-hat.user.dave"] = "shop" | .process.capabilities = {}'
}
teardown() { restore_policy; }
teardown_file() {
    remove_box
    unload_policy aa-hat-changed
}

@test "arguments that say nothing that can be done" {
    local help='hint: aa-exec-hat --help'
    launcher_refused 'aa-exec-hat: cannot understand the command line "--nonsense"' "$help" -- "$launcher" --nonsense
    launcher_refused 'COMMAND must follow behind "--"' -- "$launcher" --hat shop
    launcher_refused 'there is no COMMAND behind it' -- "$launcher" --hat shop --
    launcher_refused '"--pool": its value is missing' -- "$launcher" --pool
    launcher_refused '"--user": only one of --hat, --pool, --user' -- "$launcher" --hat shop --user dave -- true
    launcher_refused '"fpm": it needs --native, once' -- "$launcher" fpm -- php-fpm
    launcher_refused '"--per-pool": this version does not build it' -- "$launcher" fpm --per-pool -- php-fpm
    launcher_refused 'show has no such option' -- "$launcher" show --all
    launcher_refused "cannot use the hat name \"../shop\": a hat's name is 1 to 64" -- "$launcher" --hat ../shop -- true
}

@test "a command that is not there, or cannot be executed, has the status that env(1) gives it" {
    run -127 in_box "$launcher" --hat shop -- nothing-of-the-kind
    assert_output --partial 'aa-exec-hat: cannot execute "nothing-of-the-kind": No such file or directory (ENOENT)'
    run -126 in_box "$launcher" --hat shop -- /etc/passwd
    assert_output --partial 'cannot execute "/etc/passwd": Permission denied (EACCES)' \
        'hint: is it executable, and does the hat have'
}

@test "an answer that cannot be written" {
    launcher_refused 'cannot write to "standard output": No space left on device' -- sh -c "$launcher --help >/dev/full"
}

@test "a pool that has neither a rule nor an order" {
    launcher_refused 'cannot give a hat to pool "news": it has no rule, and there is no io.aa-hat.pool-order' \
        'hint: add the annotation io.aa-hat.pool.news=HAT' -- "$launcher" --pool news -- true
}

@test "users: unknown, or without a hat that exists" {
    launcher_refused "cannot run as user \"erin\": the container's /etc/passwd has no such user" \
        -- "$launcher" --user erin -- true
    launcher_refused 'cannot find the hat of uid "4711"' 'hint: say which one: --hat, --pool or --user' \
        -- --user=4711:4711 "$launcher" -- true
    launcher_refused 'cannot give a hat to user "root": none of these hats exists: root (group), DEFAULT (default)' \
        'hint: load one of them, or add the annotation io.aa-hat.user.root=HAT' -- "$launcher" -- true
}

@test "users: root without the capabilities that become another one" {
    launcher_refused 'cannot set the groups: Operation not permitted (EPERM)' \
        "hint: --user needs the container's root with CAP_SETUID and CAP_SETGID" -- "$launcher" --user dave -- true
    launcher_refused 'cannot set the uid: Operation not permitted' \
        -- --cap=CAP_SETGID "$launcher" --user dave -- true
}

@test "users: passwd is no file, or has a line without an end" {
    local file=$box/rootfs/etc/passwd
    mv "$file" "$file.good"
    mkdir "$file"
    launcher_refused 'cannot read "/etc/passwd": it is not a regular file' -- "$launcher" --user dave -- true
    rmdir "$file"
    head -c 70000 /dev/zero | tr '\0' x >"$file"
    launcher_refused 'it has a line of 65536 bytes or more' -- "$launcher" --user dave -- true
    mv "$file.good" "$file"
}

@test "hats that are not there (any more)" {
    launcher_refused 'cannot enter hat "aa-hat-changed//shoe": no such hat is loaded' \
        'hint: write the hat into profile aa-hat-changed and load it' -- "$launcher" --hat shoe -- true
    unload_policy aa-hat-changed//wiki
    launcher_refused 'cannot give a hat to pool "wiki": its rule names hat wiki, which is not loaded; a rule is final' \
        'hint: load aa-hat-changed//wiki, or change io.aa-hat.pool.wiki' -- "$launcher" --pool wiki -- true
    unload_policy aa-hat-changed//shop
    launcher_refused 'cannot give a hat to user "dave": its rule names hat shop' -- "$launcher" --user dave -- true
    changed_policy ''
}

@test "a profile or hat that is in complain mode by now" {
    changed_policy '/profile wiki/s/flags=(/&complain,/'
    launcher_refused 'cannot trust hat "aa-hat-changed//wiki": it is in complain mode' \
        'hint: put it into enforce mode' -- "$launcher" --hat wiki -- true
    run -0 in_box "$launcher" --hat shop -- true
    changed_policy 's/flags=(/&complain,/'
    launcher_refused 'cannot trust profile "aa-hat-changed": it is in complain mode' \
        'hint: put it into enforce mode' -- "$launcher" --hat shop -- true
}

@test "a process in another profile" {
    launcher_refused 'cannot start from label "aa-hat-ordinary (enforce)": the plan is for profile aa-hat-changed' \
        'hint: start it as part of the container' -- --apparmor=aa-hat-ordinary "$launcher" --hat shop -- true
}

@test "show, where nothing could be entered" {
    launcher_refused 'cannot start from label' -- --apparmor=aa-hat-ordinary "$launcher" show
    launcher_refused 'cannot start "php-nothing": $PATH finds no such program' -- "$launcher" show -- php-nothing
}

@test "refusals go to the container's log, too" {
    in_box socat -u UNIX-RECV:/dev/log - >"$box/syslog" 3>&- &
    local reader=$!
    within 10 in_box test -S /dev/log
    run -125 in_box "$launcher" --hat shoe -- true
    within 10 grep -q 'aa-exec-hat: cannot enter hat' "$box/syslog"
    # Also where nobody reads stderr, and where the three standard descriptors are closed.
    run -125 in_box python3 -c "$with_broken_stderr" "$launcher" --hat unread -- true
    within 10 grep -q 'aa-exec-hat: cannot enter hat .*unread' "$box/syslog"
    run -125 in_box sh -c "exec $launcher --hat closed -- true <&- >&- 2>&-"
    within 10 grep -q 'aa-exec-hat: cannot enter hat .*closed' "$box/syslog"
    kill "$reader"
}

@test "a tenant inherits SIGPIPE as it was, and a standard descriptor that was closed as one that takes all" {
    run -0 in_box sh -c "exec $launcher --hat shop -- sh -c 'echo to stderr >&2 && grep SigIgn /proc/self/status' 2>&-"
    refute_output --partial 'to stderr'
    # SIGPIPE is signal 13: bit 12.
    [[ $output =~ SigIgn:[[:space:]]+([0-9a-f]+) ]]
    ((!(0x${BASH_REMATCH[1]} & 0x1000)))
}

with_broken_stderr='import os, signal, sys
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
reader, writer = os.pipe()
os.close(reader)
os.dup2(writer, 2)
os.execv(sys.argv[1], sys.argv[1:])'
