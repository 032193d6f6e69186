# aa-exec-hat [--hat | --pool | --user] -- COMMAND: what the command becomes, as /proc tells it from outside.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

# One box for all tests of this file: they start commands in it and change nothing else.
setup_file() {
    host_config '{"profiles": {"aa-hat-*": {"hats": ["*"], "session": "optional"}}}'
    new_box "$idle | .process.apparmorProfile = \"aa-hat-ordinary\" | $syslog | .annotations = {
        \"io.aa-hat.pool.front\": \"shop\", \"io.aa-hat.user.www-data\": \"blog\",
        \"io.aa-hat.order\": \"user,group,default\"}"
    start crun
}
teardown() { [[ ! -e $box/spawned ]] || kill -KILL "$(<"$box/spawned")" 2>/dev/null || true; }
teardown_file() { remove_box; host_config; }

# --- who it is -----------------------------------------------------------------------------------------------------

@test "--hat: the hat, under no_new_privs, and the caller's ids and nothing printed" {
    expect 0 in_box "$launcher" --hat shop -- true
    is "" "$output"
    spawn --hat shop
    label_is aa-hat-ordinary//shop "$(spawned)"
    status_is NoNewPrivs "1"
    status_is Uid "0 0 0 0"
}

@test "--pool: the hat of the pool's rule" {
    spawn --pool front
    label_is aa-hat-ordinary//shop "$(spawned)"
    expect 125 in_box "$launcher" --pool back -- true
    says '"back"' "io.aa-hat.pool.back"
}

@test "--user: user, group, further groups, and none of the caller's; no way back to root" {
    spawn --user carol
    label_is aa-hat-ordinary//blog "$(spawned)"
    status_is Uid "2001 2001 2001 2001"
    status_is Gid "2001 2001 2001 2001"
    status_is Groups "13 2001"
    status_is CapEff 0000000000000000
}

@test "order: the user's own hat, else the primary group's, else DEFAULT; a rule goes before" {
    local user
    for user in shop:shop carol:blog dave:DEFAULT www-data:blog; do
        spawn --user "${user%:*}"
        label_is "aa-hat-ordinary//${user#*:}" "$(spawned)"
        kill -KILL "$(spawned)"
    done
}

@test "without an option: the hat of the user who calls" {
    in_box_for_long "$box/spawned" setpriv --reuid 2002 --regid 2002 --clear-groups "$launcher" -- tail -f /dev/null
    label_is aa-hat-ordinary//DEFAULT "$(spawned)"
    status_is Uid "2002 2002 2002 2002"
}

# --- how it ends ---------------------------------------------------------------------------------------------------

@test "the exit status and the signals are the command's own" {
    expect 7 in_box "$launcher" --hat shop -- sh -c "exit 7"
    expect 143 in_box "$launcher" --hat shop -- sh -c "kill -TERM \$\$"
    spawn --hat shop
    kill -TERM "$(spawned)"
    within 10 gone "$(spawned)"
}

@test "125 where it refuses, 126 where the command cannot be executed, 127 where there is none" {
    expect 125 in_box "$launcher" --hat nowhere -- true
    says 'aa-exec-hat: cannot enter hat "aa-hat-ordinary//nowhere"' "hint:"
    expect 125 in_box "$launcher" --user nobody-such -- true
    expect 125 in_box "$launcher" --hat shop
    expect 126 in_box "$launcher" --hat shop -- /etc/passwd
    expect 126 in_box "$launcher" --hat shop -- /srv/blog/secret
    expect 127 in_box "$launcher" --hat shop -- no-such-command
}

@test "from inside a hat nobody is let into another, by the launcher either" {
    expect 125 in_box "$launcher" --hat shop -- /usr/local/bin/aa-exec-hat --hat blog -- true
    says "aa-exec-hat: cannot"
}

# --- without a hat -------------------------------------------------------------------------------------------------

@test "session=optional: without a hat a user runs in the profile, under no_new_privs, with one warning" {
    local before; before=$(warnings_in_syslog)
    other_box '"io.aa-hat.order": "user", "io.aa-hat.session": "optional", "io.aa-hat.no-new-privs": "false"'
    expect 0 in_box "$launcher" --user dave -- id -u
    is 2 "$(wc -l <<<"$output")"
    says "aa-exec-hat: warning:" 2002
    within 10 more_warnings_than "$before"
    spawn --user dave
    label_is aa-hat-ordinary "$(spawned)"
    status_is NoNewPrivs 1
}

@test "session=required: without a hat a user does not run" {
    other_box '"io.aa-hat.order": "user"'
    expect 125 in_box "$launcher" --user dave -- true
    says "dave (user)" "io.aa-hat.user.dave"
}

# --- how -----------------------------------------------------------------------------------------------------------

syslog='.mounts += [{"destination": "/dev/log", "type": "bind", "source": "/dev/log", "options": ["bind"]}]'

# other_box ANNOTATIONS [PROFILE]: in place of the file's own one, so these tests come last.
other_box() {
    new_box "$idle | $syslog | .process.apparmorProfile = \"${2:-aa-hat-ordinary}\" | .annotations = {$1}"
    start crun
}

warnings_in_syslog() { grep -c "aa-exec-hat.*warning" /var/log/messages || true; }
more_warnings_than() { (($(warnings_in_syslog) > $1)); }

# spawn WORD...: a command that goes on, started by the launcher with these words. It execs, so it is one process.
spawn() { in_box_for_long "$box/spawned" "$launcher" "$@" -- tail -f /dev/null; }
spawned() { cat "$box/spawned"; }
status_is() { is "$2" "$(status_of "$1" "$(spawned)")"; }
