# aa-exec-hat login and aa-hat-shell without sshd: who, which hat, which shell, which environment; and what somebody can
# try who chooses the words and the environment.

# shellcheck disable=SC2016,SC2154  # words for shells in the box; login.bash sets the rest
load login

# Most tests share a box.
setup() {
    login_box '.annotations += {"io.aa-hat.shell.jack": "/bin/dash"}'
    grep -q ^evil: "$box/rootfs/etc/passwd" || add_odd_users
    # In which a login shell would set more than the launcher does.
    rm -f "$box/rootfs/etc/profile"
}
teardown() { rm -f "$box/reloading"; }
teardown_file() { remove_box; }

# --- by root: as su -l does ------------------------------------------------------------------------------------------

@test "login --user: the hat, groups, gid and uid, and nothing printed" {
    run -0 login_of tom "$label; id -u; id -G"
    assert_output "$logins//tom (enforce)"$'\n1000\n100'
    run -0 login_of carol "id -G"
    assert_equal "$(tr ' ' '\n' <<<"$output" | sort -n | paste -sd' ')" "13 2001"
    run -0 login_of tom true
    assert_output ""
}

@test "login --user: folder and environment as su -l, TERM kept, the rest cleared" {
    run -0 in_box --env=TERM=vt52 --env=LD_PRELOAD=/x --env=EVIL=1 --env=AA_HAT_ROLE= "$launcher" login --user tom \
        -c 'pwd; exec env -u _ -u PWD -u SHLVL'
    assert_equal "$(sort <<<"$output" | paste -sd' ')" \
        "/home/tom HOME=/home/tom LOGNAME=tom PATH=/usr/local/bin:/usr/bin:/bin SHELL=/bin/bash TERM=vt52 USER=tom"
    run -0 login_of erin 'pwd; echo "$HOME"'
    assert_equal "$(grep -v warning <<<"$output")" $'/\n/nowhere'
    assert_output --partial 'warning: cannot change to the home folder "/nowhere"'
}

@test "login --user: the role, if it is one of the user's" {
    run -0 in_box "$launcher" login --user tom --role admin -c "$label"
    in_hat admin
    run -0 in_box --env=AA_HAT_ROLE=admin "$launcher" login --user tom -c "$label"
    in_hat admin
    run -0 in_box "$launcher" --user tom --role admin -- sh -c "$label"
    in_hat admin
    local role
    for role in tom users DEFAULT "" adm "admin " //admin tom//admin '&admin' $'\e[2J'; do
        run -125 in_box "$launcher" login --user tom --role "$role" -c "$label"
        refute_output --partial "(enforce)" $'\e'
    done
    run -125 in_box "$launcher" login --user jack --role admin -c "$label"
    assert_output --partial "the user has no roles"
}

# --- by the user: as sshd, login and su start it -----------------------------------------------------------------------

@test "by uid: the user's hat; the environment does not say who it is, and stays but for SHELL" {
    run -0 as tom USER=root LOGNAME=jane_admin HOME=/x SHELL=/bin/evil UID=0 "$shell" -c \
        "$label; id -un; echo \$USER \$LOGNAME \$HOME \$SHELL"
    assert_output "$logins//tom (enforce)"$'\ntom\nroot jane_admin /x /bin/bash'
}

@test "by uid: of several names the first counts" {
    run -0 as 1002 LOGNAME=jane_admin "$shell" -c "$label"
    in_hat DEFAULT
    run -0 as 1002 AA_HAT_ROLE=admin "$shell" -c "$label"
    in_hat admin
}

@test "by uid: one without a name is refused" {
    run -125 in_box setpriv --reuid 4242 --regid 100 --clear-groups "$shell" -c "$label"
    assert_output --partial 'cannot find the hat of uid "4242"'
}

@test "by uid: --user is for root" {
    run -125 as tom "$shell" --user jack -c "$label"
    assert_output --partial "cannot set the groups" "needs the container's root"
    refute_output --partial "(enforce)"
}

@test "argv[0]: with a dash a login shell, without one not; anything else is no login shell" {
    run -0 called_as -aa-hat-shell 'echo $0'
    assert_output -bash
    run -0 called_as aa-hat-shell 'echo $0'
    assert_output bash
    local name
    for name in "" - sh -sh aa-exec-hat -aa-exec-hat; do
        run -125 called_as "$name" "$label"
        assert_output --partial "aa-exec-hat: cannot understand the command line"
        refute_output --partial "(enforce)"
    done
}

@test "words: -c twice, options nobody knows, words too many: refused" {
    local words
    for words in "-c true -c true" "-c" "-l" "--rcfile x" "-ctrue" "-c true x" "x" "-- true" "--hat tom -c true" "show" \
        "fpm --native -- php-fpm" "--help" "--user" "--role" "login"; do
        # shellcheck disable=SC2086  # several words
        run -125 as tom "$shell" $words
        assert_output --partial "aa-exec-hat: cannot understand the command line"
    done
}

@test "the command is one word: nothing of it is an option of the launcher" {
    run ! as tom "$shell" -c --
    assert_output --partial "bash: -c: option requires an argument"
    run -0 as tom "$shell" -c 'printf "%s|" --user root --role admin -c; '"$label"
    assert_output "--user|root|--role|admin|-c|$logins//tom (enforce)"
}

# --- the shell -------------------------------------------------------------------------------------------------------

@test "the shell: of the user, of all, of passwd; BASH_ENV is read in the hat" {
    run -0 login_of jack 'echo $0 $SHELL ${BASH_VERSION:-no bash}'
    assert_output "-dash /bin/dash no bash"
    run -0 login_of jane 'echo $0 $SHELL ${BASH_VERSION:+bash}'
    assert_output "-bash /bin/bash bash"
    install -o 1000 <(echo "$label") "$box/rootfs/home/tom/rc"
    run -0 as tom BASH_ENV=/home/tom/rc "$shell" -c true
    in_hat tom
}

@test "chsh: works from the profile, and not from a login" {
    in_box sh -c "echo $shell >>/etc/shells; echo jack:secret | chpasswd"
    run -0 as jack sh -c 'echo secret | chsh -s /bin/bash'
    assert_equal "$(shell_in_passwd jack)" /bin/bash
    run -0 in_box chsh -s "$shell" jack
    run ! as jack "$shell" -c 'echo secret | chsh -s /bin/bash'
    assert_equal "$(shell_in_passwd jack)" "$shell"
    run ! as tom "$shell" -c 'echo tom:x:0:0::/:/bin/sh >>/etc/passwd'
}

# --- names -----------------------------------------------------------------------------------------------------------

@test "names that no hat can have, and DEFAULT, are not tried: the order goes on, here to DEFAULT" {
    local name
    for name in DEFAULT a/b .. tom//admin 'tom&admin' 'to m' $'tom\t' $'tom\e[2J'; do
        run -0 login_of "$name" "$label"
        in_hat DEFAULT
    done
}

@test "of doubled names the first counts, NIS lines and malformed ones never" {
    run -0 login_of tom "id -u"
    assert_output 1000
    local name
    for name in +tom evil "" to 'tom:x' $'tom\ndave'; do
        run -125 login_of "$name" "$label"
        refute_output --partial "(enforce)"
    done
}

@test "without a hat: nobody logs in, under session=required" {
    login_box '.annotations["io.aa-hat.order"] = "user"'
    add_odd_users
    local name
    for name in jack DEFAULT a/b; do
        run -125 login_of "$name" "$label"
        assert_output --partial "cannot give a hat to user"
    done
    run -125 as jack "$shell" -c "$label"
    refute_output --partial "(enforce)"
}

@test "100,000 users: the last one logs in, and missing files are empty" {
    login_box
    mkdir "$box/rootfs/home/u99999"
    in_box sh -c 'i=0; while [ $i -lt 100000 ]; do echo "u$i:x:$((i + 10000)):100::/home/u$i:/bin/sh"; i=$((i + 1)); done >>/etc/passwd'
    run -0 login_of u99999 "$label"
    in_hat users
    run -0 in_box setpriv --reuid 109999 --regid 100 --clear-groups "$shell" -c "$label"
    in_hat users
    rm "$box/rootfs/etc/group"
    run -0 login_of u99999 "$label"
    in_hat DEFAULT
    rm "$box/rootfs/etc/passwd"
    run -125 login_of u99999 "$label"
}

# --- while the policy is being reloaded ----------------------------------------------------------------------------

# bats test_tags=soak
@test "logins while the policy is reloaded with other contents: none is dropped to DEFAULT, none fails" {
    local logins_done=0 thirty
    thirty="i=0; while [ \$i -lt 30 ]; do $launcher login --user tom -c '$label' || exit; i=\$((i + 1)); done"
    login_box
    compile_both aa-hat-logins '/home/tom/ r,'
    touch "$box/reloading"
    reload_while "$box/reloading" 3>&- &
    until ((logins_done >= $(times 30 300))) && reloaded_often; do
        ((logins_done < 600))
        run -0 in_box sh -c "$thirty"
        assert_equal "$(sort <<<"$output" | uniq -c | sed 's/^ *//')" "30 $logins//tom (enforce)"
        logins_done=$((logins_done + 30))
    done
    rm "$box/reloading"
    wait
}

# --- how -------------------------------------------------------------------------------------------------------------

login_of() { in_box "$launcher" login --user "$1" -c "$2"; }

# called_as NAME COMMAND: aa-hat-shell -c COMMAND, by tom, with NAME as argv[0].
called_as() { as tom bash -c 'exec -a "$1" /run/aa-hat/aa-hat-shell -c "$2"' bash "$1" "$2"; }

shell_in_passwd() { sed -n "s/^$1:.*://p" "$box/rootfs/etc/passwd" | head -n1; }

# Users whose names no hat can have, doubled names, and lines that are no users'.
add_odd_users() {
    printf '%s\n' erin:x:1003:2003::/nowhere:/bin/dash "root2:x:0:0::/root:$shell" DEFAULT:x:1010:2010::/:/bin/sh \
        a/b:x:1011:2010::/:/bin/sh ..:x:1012:2010::/:/bin/sh tom//admin:x:1013:2010::/:/bin/sh 'tom&admin:x:1014:2010::/:/bin/sh' \
        'to m:x:1015:2010::/:/bin/sh' $'tom\t:x:1016:2010::/:/bin/sh' $'tom\x1b[2J:x:1017:2010::/:/bin/sh' \
        +tom:x:1000:2010::/:/bin/sh tom:x:0:0::/:/bin/sh evil:x:00:0 >>"$box/rootfs/etc/passwd"
    echo DEFAULT:x:2010: >>"$box/rootfs/etc/group"
}
