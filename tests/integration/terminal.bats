# Interactive logins on a terminal: the shell's job control, the keys, the window's size; by sshd and by the engines.

# shellcheck disable=SC2154  # login.bash sets them
load login

setup_file() {
    # By runc: crun 1.8 does not pass on the size of the window.
    login_box '.annotations += {"io.aa-hat.shell.jack": "/bin/dash"}' runc
    start_sshd
}
teardown_file() { remove_box; }

# What a person does: look around, resize the window, interrupt, stop and go on, leave.
session() {
    cat <<'END'
expect [$#] 
type PS1='p''rompt> '; set -m\r
expect prompt> 
type cat /proc/self/attr/current\r
expect aa-hat-logins//HAT \(enforce\)
expect prompt> 
size 33 77
type stty size\r
expect 33 77
expect prompt> 
type cat\r
expect cat
type hello\r
expect hello\s+hello
type \x1a
expect (?i)stopped
type jobs; fg\r
expect (?i)stopped\s+cat\s+cat
type again\r
expect again\s+again
type \x03
expect prompt> 
type trap "echo window" WINCH; echo rea''dy\r
expect ready
size 44 88
type stty size\r
expect 44 88
type (exit 3); exit 5\r
END
}

@test "ssh: job control, Ctrl-C, Ctrl-Z, the window's size, the exit status; bash and dash" {
    on_terminal tom 5 nsenter --net="/proc/$(init_pid)/ns/net" ssh "${ssh_options[@]}" tom@127.0.0.1
    on_terminal users 5 nsenter --net="/proc/$(init_pid)/ns/net" ssh "${ssh_options[@]}" jack@127.0.0.1
}

@test "exec -it of the engine, login --user: the same" {
    on_terminal tom 5 runc exec --tty tenants "$launcher" login --user tom
    on_terminal users 5 runc exec --tty tenants "$launcher" login --user jack
}

@test "login(1), as getty starts it on a console: the hat" {
    drive 'expect [$#] 
        type cat /proc/self/attr/current\r
        expect aa-hat-logins//tom .enforce.
        type exit\r' runc exec --tty tenants login -f tom
}

@test "ENV, which a shell on a terminal reads, is read in the hat" {
    install -o 1001 <(echo 'cat /proc/self/attr/current') "$box/rootfs/home/jack/env"
    drive 'expect aa-hat-logins//users .enforce.
        type exit\r
        end 0' runc exec --tty --user 1001:100 --env ENV=/home/jack/env tenants "$shell"
}

# The terminal is the user's, as after su: by TIOCSTI he types what is read from it next. aa-exec-hat(1) says so.
@test "goes around: a root's shell that waits behind login --user reads what the user types; exec leaves none" {
    cat >"$box/rootfs/home/tom/type" <<'END'
import fcntl, termios
try:
    for key in "touch /srv/typed\n": fcntl.ioctl(0, termios.TIOCSTI, key)
except OSError: pass
print("typed")
END
    chown 1000 "$box/rootfs/home/tom/type"
    tom_types ""
    if kernel_forbids_typing; then refute was_typed; else was_typed; fi
    tom_types exec
    refute was_typed
}

# --- how -----------------------------------------------------------------------------------------------------------

# drive STEPS COMMAND...
drive() { run -0 /aa-hat/tests/terminal.py <(echo "$1") "${@:2}"; }

# on_terminal HAT STATUS COMMAND...: the session above.
on_terminal() { drive "$(session | sed "s/HAT/$1/"; echo "end $2")" "${@:3}"; }

# tom_types "" | exec: a root's shell starts tom's login, by exec or not, and tom types for it. was_typed: it was executed.
tom_types() {
    rm -f "$box/rootfs/srv/typed"
    drive "expect #
        type $1 $launcher login --user tom -c 'python3 /home/tom/type'\\r
        expect typed\\r
        type exit\\r
        end 0" runc exec --tty --env PS1=# tenants /bin/dash
}
was_typed() { [[ -e $box/rootfs/srv/typed ]]; }
kernel_forbids_typing() { [[ $(cat /proc/sys/dev/tty/legacy_tiocsti 2>/dev/null || echo 1) == 0 ]]; }
