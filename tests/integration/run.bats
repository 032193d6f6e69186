# aa-exec-hat [--hat | --pool | --user] -- COMMAND: what the command becomes, as /proc tells it from outside.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

# Most tests share a box: they start commands in it and change nothing else.
setup_file() {
    host_config '{"profiles": {"aa-hat-*": {"hats": ["*"], "session": "optional"}}}'
}
setup() {
    box_with '"io.aa-hat.pool.front": "shop", "io.aa-hat.user.www-data": "blog", "io.aa-hat.order": "user,group,default"'
}
teardown() { [[ ! -e $box/spawned ]] || kill -KILL "$(spawned)" 2>/dev/null || true; }
teardown_file() { remove_box; host_config; }

# --- who it is -----------------------------------------------------------------------------------------------------

@test "--hat: the hat, under no_new_privs, and the caller's ids and nothing printed" {
    run -0 in_box "$launcher" --hat shop -- true
    assert_output ""
    spawn "$launcher" --hat shop --
    label_is aa-hat-ordinary//shop "$(spawned)"
    status_is NoNewPrivs "1"
    status_is Uid "0 0 0 0"
}

@test "--pool: the hat of the pool's rule" {
    spawn "$launcher" --pool front --
    label_is aa-hat-ordinary//shop "$(spawned)"
    run -125 in_box "$launcher" --pool back -- true
    assert_output --partial '"back"' "io.aa-hat.pool.back"
}

@test "--user: user, group, further groups, and none of the caller's; no way back to root" {
    spawn "$launcher" --user carol --
    label_is aa-hat-ordinary//blog "$(spawned)"
    status_is Uid "2001 2001 2001 2001"
    status_is Gid "2001 2001 2001 2001"
    status_is Groups "13 2001"
    status_is CapEff 0000000000000000
}

@test "order: the user's own hat, else the primary group's, else DEFAULT; a rule goes before" {
    local user
    for user in shop:shop carol:blog dave:DEFAULT www-data:blog; do
        spawn "$launcher" --user "${user%:*}" --
        label_is "aa-hat-ordinary//${user#*:}" "$(spawned)"
        kill -KILL "$(spawned)"
    done
}

@test "without an option: the hat of the user who calls" {
    spawn setpriv --reuid 2002 --regid 2002 --clear-groups "$launcher" --
    label_is aa-hat-ordinary//DEFAULT "$(spawned)"
    status_is Uid "2002 2002 2002 2002"
}

# --- how it ends ---------------------------------------------------------------------------------------------------

@test "the exit status and the signals are the command's own" {
    run -7 in_box "$launcher" --hat shop -- sh -c "exit 7"
    run -143 in_box "$launcher" --hat shop -- sh -c "kill -TERM \$\$"
    spawn "$launcher" --hat shop --
    kill -TERM "$(spawned)"
    within 10 gone "$(spawned)"
}

@test "125 where it refuses, 126 where the command cannot be executed, 127 where there is none" {
    run -125 in_box "$launcher" --hat nowhere -- true
    assert_output --partial 'aa-exec-hat: cannot enter hat "aa-hat-ordinary//nowhere"' "hint:"
    run -125 in_box "$launcher" --user nobody-such -- true
    run -125 in_box "$launcher" --hat shop
    run -126 in_box "$launcher" --hat shop -- /etc/passwd
    run -126 in_box "$launcher" --hat shop -- /srv/blog/secret
    run -127 in_box "$launcher" --hat shop -- no-such-command
}

@test "from inside a hat nobody is let into another, by the launcher either" {
    run -125 in_box "$launcher" --hat shop -- /usr/local/bin/aa-exec-hat --hat blog -- true
    assert_output --partial "aa-exec-hat: cannot"
}

# --- without a hat -------------------------------------------------------------------------------------------------

@test "session=optional: without a hat a user runs in the profile, under no_new_privs, with one warning" {
    local before; before=$(warnings_in_syslog)
    box_with '"io.aa-hat.order": "user", "io.aa-hat.session": "optional", "io.aa-hat.no-new-privs": "false"'
    run -0 in_box "$launcher" --user dave -- id -u
    assert_equal "$(wc -l <<<"$output")" 2
    assert_output --partial "aa-exec-hat: warning:" 2002
    within 10 more_warnings_than "$before"
    spawn "$launcher" --user dave --
    label_is aa-hat-ordinary "$(spawned)"
    status_is NoNewPrivs 1
}

@test "session=required: without a hat a user does not run" {
    box_with '"io.aa-hat.order": "user"'
    run -125 in_box "$launcher" --user dave -- true
    assert_output --partial "dave (user)" "io.aa-hat.user.dave"
}

# --- how -----------------------------------------------------------------------------------------------------------

syslog='.mounts += [{"destination": "/dev/log", "type": "bind", "source": "/dev/log", "options": ["bind"]}]'

# box_with ANNOTATIONS
box_with() { box_under aa-hat-ordinary "$syslog | .annotations = {$1}"; }

warnings_in_syslog() { grep -c "aa-exec-hat.*warning" /var/log/messages || true; }
more_warnings_than() { (($(warnings_in_syslog) > $1)); }

status_is() { assert_equal "$(status_of "$1" "$(spawned)")" "$2"; }
