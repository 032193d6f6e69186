# Logins by a real OpenSSH in the box: which hat each of its ways ends in, and which ways go around the login shell.

# shellcheck disable=SC2016,SC2154  # words for shells in the box; login.bash sets the rest
load login

# One box for all tests of this file.
setup_file() {
    login_box
    start_sshd 'Match User dave' '    ForceCommand internal-sftp' 'Match User jack' '    AllowTcpForwarding local' \
        'Match User jane' '    ForceCommand echo "forced, not $SSH_ORIGINAL_COMMAND"; cat /proc/self/attr/current' 'Match all'
}
teardown_file() { remove_box; }

# --- which hat -----------------------------------------------------------------------------------------------------

@test "ssh HOST COMMAND: user, group, default; under no_new_privs; nothing printed" {
    run -0 ssh_to tom@127.0.0.1 "$label"
    in_hat tom
    run -0 ssh_to jack@127.0.0.1 "$label"
    in_hat users
    run -0 ssh_to tom@127.0.0.1 true
    assert_output ""
    run -0 ssh_to tom@127.0.0.1 grep NoNewPrivs /proc/self/status
    assert_output $'NoNewPrivs:\t1'
}

@test "ssh HOST COMMAND: the kernel says the same from outside, of the shell and of what it starts" {
    local pid
    ssh_for_long tom@127.0.0.1 "tail -f /dev/null; true"
    within 30 pid_of tail 1000
    pid=$(pid_of tail 1000)
    label_is "$logins//tom" "$pid"
    label_is "$logins//tom" "$(status_of PPid "$pid")"
    label_is "$logins" "$(pid_of sshd)"
    assert_equal "$(status_of Uid "$pid")" "1000 1000 1000 1000"
    kill -KILL "$pid"
    end_client
}

@test "ssh HOST, without a command: a login shell in the hat" {
    run -0 ssh_stdin "$label"$'\necho $0\nexit' tom@127.0.0.1
    assert_output "$logins//tom (enforce)"$'\n-bash'
}

@test "ssh -t: the same on a terminal" {
    run -0 ssh_to -tt tom@127.0.0.1 "tty; $label"
    assert_output --partial /dev/pts/ "$logins//tom (enforce)"
}

@test "ForceCommand: runs in the hat, and gets SSH_ORIGINAL_COMMAND" {
    run -0 ssh_to jane@127.0.0.1 "anything else"
    assert_output "forced, not anything else"$'\n'"$logins//DEFAULT (enforce)"
}

@test "roles: by AA_HAT_ROLE where sshd accepts it, by sshd's SetEnv for a second name, and not otherwise" {
    export AA_HAT_ROLE=admin
    run -0 ssh_to -o SendEnv=AA_HAT_ROLE tom@127.0.0.1 "$label"
    in_hat admin
    run -0 ssh_to tom@127.0.0.1 "$label"
    in_hat tom
    run -0 ssh_to -o SendEnv=AA_HAT_ROLE jack@127.0.0.1 "$label"
    in_hat users
    run -0 ssh_to jane_admin@127.0.0.1 "$label"
    in_hat admin
    AA_HAT_ROLE=users
    run -125 ssh_to -o SendEnv=AA_HAT_ROLE tom@127.0.0.1 "$label"
    assert_output --partial 'cannot take the role "users"' "the roles are admin"
    refute_output --partial "(enforce)"
}

# --- what it carries -----------------------------------------------------------------------------------------------

@test "scp, both ways, and by its old protocol: served in the hat" {
    local old
    slowly scp -l 8 "${ssh_options[@]}" "$BATS_TEST_TMPDIR/slow" tom@127.0.0.1:slow
    runs_in tom sftp-server 1000
    slowly scp -O -l 8 "${ssh_options[@]}" "$BATS_TEST_TMPDIR/slow" tom@127.0.0.1:slow
    runs_in tom scp 1000
    for old in '' -O; do
        echo "up $old" >"$BATS_TEST_TMPDIR/up"
        run -0 in_net scp $old "${ssh_options[@]}" "$BATS_TEST_TMPDIR/up" tom@127.0.0.1:
        assert_equal "$(<"$box/rootfs/home/tom/up")" "up $old"
        run ! in_net scp $old "${ssh_options[@]}" tom@127.0.0.1:/home/jack/secret "$BATS_TEST_TMPDIR/"
    done
}

@test "sftp: the subsystem is started through the shell, in the hat" {
    local input
    mkfifo "$BATS_TEST_TMPDIR/input"
    exec {input}<>"$BATS_TEST_TMPDIR/input"
    in_net_for_long sftp -b "/dev/fd/$input" "${ssh_options[@]}" tom@127.0.0.1
    runs_in tom sftp-server 1000
    run -0 in_net sftp "${ssh_options[@]}" tom@127.0.0.1:secret "$BATS_TEST_TMPDIR/secret"
    assert_equal "$(<"$BATS_TEST_TMPDIR/secret")" "tom's secret"
    run ! in_net sftp "${ssh_options[@]}" tom@127.0.0.1:/home/jack/secret "$BATS_TEST_TMPDIR/stolen"
}

@test "rsync: its other half is in the hat" {
    slowly rsync -e "ssh ${ssh_options[*]}" --bwlimit=1 "$BATS_TEST_TMPDIR/slow" tom@127.0.0.1:
    runs_in tom rsync 1000
    run -0 in_net rsync -e "ssh ${ssh_options[*]}" tom@127.0.0.1:secret "$BATS_TEST_TMPDIR/"
    assert_equal "$(<"$BATS_TEST_TMPDIR/secret")" "tom's secret"
    run ! in_net rsync -e "ssh ${ssh_options[*]}" tom@127.0.0.1:/home/jack/secret "$BATS_TEST_TMPDIR/stolen"
}

@test "exit statuses and signals pass; a command is one word, whatever is in it" {
    run -7 ssh_to tom@127.0.0.1 "exit 7"
    run -255 ssh_to tom@127.0.0.1 'kill -TERM $$'
    run -127 ssh_to tom@127.0.0.1 no-such-command
    run -0 ssh_to tom@127.0.0.1 "printf '%s|' \"a  b\" '\$HOME' --user root -c; echo; # --role admin"
    assert_output 'a  b|$HOME|--user|root|-c|'
}

@test "what sshd has set stays; SHELL is the real one" {
    run -0 ssh_to tom@127.0.0.1 'echo "$USER $LOGNAME $HOME $PWD $SHELL"; [ "$SSH_CONNECTION" ]'
    assert_output "tom tom /home/tom /home/tom /bin/bash"
}

# --- what goes around a login shell (aa-exec-hat(1) says so) -----------------------------------------------------------

@test "goes around: internal-sftp is sshd, in the profile; the remedy is the subsystem of the example" {
    run -0 in_net sftp "${ssh_options[@]}" dave@127.0.0.1:/home/jack/secret "$BATS_TEST_TMPDIR/stolen"
    assert_equal "$(<"$BATS_TEST_TMPDIR/stolen")" "jack's secret"
    run ! pid_of aa-hat-shell
}

@test "goes around: port forwarding connects in the profile; the example's sshd_config refuses it" {
    local connector
    in_box --detach python3 -m http.server --bind 127.0.0.1 8080 >/dev/null 2>&1 3>&- </dev/null
    ssh_for_long -N -L 9090:127.0.0.1:8080 jack@127.0.0.1
    within 60 in_net bash -c "$ask_web"
    (in_net_for_long bash -c "exec 5<>/dev/tcp/127.0.0.1/9090; read -r -t 60 -u 5")
    within 20 connected
    connector=$(connected)
    assert_equal "$(status_of Uid "$connector")" "1001 1001 1001 1001"
    label_is "$logins" "$connector"
    end_client
    run ! ssh_to -W 127.0.0.1:8080 tom@127.0.0.1
    assert_output --partial "forward"
}

# --- how -----------------------------------------------------------------------------------------------------------

# ssh_stdin TEXT WORD...: with TEXT as its input.
ssh_stdin() { ssh_to "${@:2}" <<<"$1"; }

# slowly COMMAND...: in the background, from the box's network; $BATS_TEST_TMPDIR/slow is a file for it that takes minutes.
slowly() {
    head -c 300000 /dev/urandom >"$BATS_TEST_TMPDIR/slow"
    in_net_for_long "$@"
}

ask_web='exec 5<>/dev/tcp/127.0.0.1/9090 && printf "GET / HTTP/1.0\r\n\r\n" >&5 && grep -q "200 OK" <&5'
# connected: the process that has the connection to the web server.
connected() { in_net ss -Htnp state established dst 127.0.0.1:8080 | grep -o 'pid=[0-9]*' | grep -m 1 -o '[0-9]*'; }
