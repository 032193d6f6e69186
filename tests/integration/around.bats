# Ways into a container that go around a user's login shell, with programs that do so every day, and the remedy of each:
# aa-exec-hat(1) and from-pam_apparmor.md tell of them. sshd's ways are in ssh.bats, a root's terminal in terminal.bats.

# shellcheck disable=SC2016,SC2154  # words for shells in the box; login.bash sets the rest
load login

teardown() {
    remove_box
    [[ ! ${shifted:-} ]] || shift_clock $((-shifted))
}

@test "goes around: a shell by podman exec is in the profile; login by podman exec is in the hat" {
    login_box .
    remove_engine
    start_podman_login
    run -0 podman exec tenants sh -c "$label"
    assert_output "$logins (enforce)"
    run -0 podman exec --user tom tenants sh -c "$label"
    assert_output "$logins (enforce)"
    run -0 podman exec tenants "$launcher" login --user tom -c "$label"
    in_hat tom
    run -0 podman exec --user tom tenants "$launcher" login -c "$label"
    in_hat tom
    run -0 podman exec tenants "$launcher" login --user jane --role admin -c "$label"
    in_hat admin
}

@test "goes around: su -s, by root, is in the profile; su to the login shell is in the hat" {
    login_box
    run -0 in_box su -s /bin/sh tom -c "$label"
    assert_output "$logins (enforce)"
    run -0 in_box su tom -c "$label"
    in_hat tom
    run -0 in_box su -l tom -c "$label"'; echo $0 $HOME'
    assert_output "$logins//tom (enforce)"$'\n-bash /home/tom'
}

@test "goes around: cron starts /bin/sh in the profile; a job that the launcher starts is in the hat" {
    login_box
    run -0 as tom sh -c "{ echo '* * * * * $label >/home/tom/plain'
        echo '* * * * * /run/aa-hat/aa-exec-hat -- $label >/home/tom/remedy'; } | crontab -"
    # cron looks when a minute begins: let that be soon.
    shift_clock $((56 - 10#$(date +%S)))
    in_box --detach cron -f >/dev/null 2>&1 3>&- </dev/null
    within 150 both_wrote tom
    assert_equal "$(<"$box/rootfs/home/tom/plain")" "$logins (enforce)"
    assert_equal "$(<"$box/rootfs/home/tom/remedy")" "$logins//tom (enforce)"
}

@test "goes around: at starts /bin/sh in the profile; a job that the launcher starts is in the hat" {
    login_box
    in_box --detach atd -f >/dev/null 2>&1 3>&- </dev/null
    run -0 as tom sh -c "{ echo '$label >/home/tom/plain'
        echo '/run/aa-hat/aa-exec-hat -- $label >/home/tom/remedy'; } | at now"
    within 90 both_wrote tom
    assert_equal "$(<"$box/rootfs/home/tom/plain")" "$logins (enforce)"
    assert_equal "$(<"$box/rootfs/home/tom/remedy")" "$logins//tom (enforce)"
}

@test "from a hat nobody comes to cron or at" {
    login_box
    run ! as tom "$shell" -c 'echo "* * * * * true" | crontab -'
    run ! as tom "$shell" -c 'echo true | at now'
    assert_equal "$(find "$box/upper/var/spool/cron" -type f ! -name .SEQ)" ""
}

# --- how -----------------------------------------------------------------------------------------------------------

# shift_clock SECONDS: the machine's.
shift_clock() {
    shifted=$1
    date --set "$1 seconds" >/dev/null
}

both_wrote() { [[ -s $box/rootfs/home/$1/plain && -s $box/rootfs/home/$1/remedy ]]; }

# The same box by podman.
remove_engine() { crun delete --force tenants; }
start_podman_login() {
    echo podman >"$box/engine"
    # shellcheck disable=SC2046  # several words
    run -0 podman run --detach --name tenants --network none --security-opt "apparmor=$logins" --pidfile "$box/pid" \
        --annotation "io.aa-hat.order=user group default" --annotation io.aa-hat.roles.jane=admin \
        --cap-add setuid --cap-add setgid --rootfs "$box/rootfs" tail -f /dev/null
}
