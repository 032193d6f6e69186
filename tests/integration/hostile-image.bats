# Images made to harm whoever starts them: what they have in the places that hook and launcher look at. Each place is in
# turn a link out of the root, a link into another mount, a FIFO, a device, a directory, and a file without an end.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup_file() { load_policy loose; }
teardown() {
    remove_box
    host_config
    rm -rf "$outside"
    podman image rm --force localhost/annotated >/dev/null 2>&1 3>&- || true
}

# --- /run and /run/aa-hat: the hook, under each engine -------------------------------------------------------------

@test "/run, /run/aa-hat: as anything but a directory the container does not start, and nothing is made elsewhere" {
    local place kind
    new_box "$free_run"
    for place in run run/aa-hat; do
        for kind in link-out link-in link-to-mount fifo device file endless; do
            put "$kind" "$box/rootfs/$place"
            not_delivered crun "/$place" "$(reason_for "$kind")"
        done
        rm "$box/rootfs/$place"
        mkdir "$box/rootfs/$place"
    done
}

@test "/run, /run/aa-hat: runc and podman do not start it either" {
    new_box "$free_run"
    put link-out "$box/rootfs/run/aa-hat"
    not_delivered runc /run/aa-hat "$(reason_for link-out)"
    not_delivered podman /run/aa-hat "$(reason_for link-out)"
    put link-out "$box/rootfs/run"
    not_delivered runc /run "$(reason_for link-out)"
    # podman itself puts things into /run, and stops at the link.
    run ! start podman
    nothing_outside
}

@test "/run/aa-hat: a full directory of the image is covered, whatever is in it" {
    new_box "$idle"
    mkdir -p "$box/rootfs/run/aa-hat"
    ln -s /bin/true "$box/rootfs/run/aa-hat/aa-exec-hat"
    mkfifo "$box/rootfs/run/aa-hat/plan"
    run -0 start crun
    run -0 in_box "$launcher" --hat shop -- true
    assert_equal "$(in_box ls /run/aa-hat | paste -sd' ')" "aa-exec-hat aa-hat-shell plan"
}

@test "a root whose file system is read-only: refused, and with a tmpfs at /run it starts" {
    new_box "$idle | $free_run"
    make_read_only
    not_delivered crun /run/aa-hat 'it is missing, and its file system is read-only'
    new_box "$idle | $free_run | .mounts += [{destination: \"/run\", type: \"tmpfs\", source: \"tmpfs\"}]"
    make_read_only
    run -0 start crun
    run -0 in_box "$launcher" --hat shop -- true
}

# --- the container's users: the launcher -----------------------------------------------------------------------------

@test "/etc/passwd, /etc/group: what is no file is refused; a file behind a link is the image's own word" {
    local place
    local -A groups=([passwd]='13 2003' [group]='14 2001')
    box_under aa-hat-tenants '.annotations["io.aa-hat.user.carol"] = "shop"'
    for place in passwd group; do
        refused_with "/etc/$place" link-out 'Too many levels of symbolic links (ELOOP)'
        refused_with "/etc/$place" fifo 'it is not a regular file'
        refused_with "/etc/$place" device 'it is not a regular file'
        refused_with "/etc/$place" directory 'it is not a regular file'
        refused_with "/etc/$place" endless 'it has a line of'
        # In another mount. Carol's group, and her further one, have other numbers there.
        put link-in "$box/rootfs/etc/$place" "/tmp/$place"
        sed 's/:2001::/:2003::/; s/^proxy:x:13:/proxy:x:14:/' "$image/etc/$place" >"/proc/$(init_pid)/root/tmp/$place"
        spawn "$launcher" --user carol --
        assert_equal "$(status_of Groups "$(spawned)")" "${groups[$place]}"
        cp --remove-destination "$image/etc/$place" "$box/rootfs/etc/$place"
    done
}

@test "/etc/passwd: check, on the host, does not leave the image" {
    local kind
    new_box '.annotations = {"io.aa-hat.user.one": "shop", "io.aa-hat.user.two": "blog"}'
    # Behind the link lie users who would be warned of.
    mkdir -p "$outside"
    printf '%s:x:7:7::/:\n' one two >"$outside/passwd"
    for kind in link-out fifo device directory endless; do
        put "$kind" "$box/rootfs/etc/passwd" "$outside/passwd"
        run -0 timeout 20 aa-hat-hook check "$box"
        refute_output --partial 'same uid'
    done
    rm -rf "$box/rootfs/etc/passwd"
    cp "$outside/passwd" "$box/rootfs/etc/passwd"
    run -0 aa-hat-hook check "$box"
    assert_output --partial 'users one and two have different hats, but the same uid 7'
}

# --- what libc reads behind one's back -------------------------------------------------------------------------------

@test "/etc/localtime: an ordinary program hangs on a FIFO there; the launcher does not read it" {
    local kind
    box_under aa-hat-tenants
    put fifo "$box/rootfs/etc/localtime"
    run -124 in_box timeout 3 date
    for kind in link-out link-to-mount fifo device directory endless; do
        put "$kind" "$box/rootfs/etc/localtime"
        launches_and_refuses
    done
}

@test "/dev/log: an ordinary program hangs on a full socket there; the launcher waits for nobody" {
    local kind
    box_under aa-hat-tenants
    in_box python3 -c "$full_socket"
    run -124 in_box timeout 3 python3 -c 'import syslog; syslog.syslog("x")'
    launches_and_refuses
    for kind in link-out link-to-mount fifo device directory endless; do
        put "$kind" "/proc/$(init_pid)/root/dev/log"
        launches_and_refuses
    done
}

# --- annotations of the image ------------------------------------------------------------------------------------------

@test "annotations of an image: podman before 4.6 takes them over, and then they cannot loosen the floor" {
    local rule=io.aa-hat.pool.shop=blog
    new_box "$idle"
    echo podman >"$box/engine"
    annotated_image --annotation "$rule" --annotation io.aa-hat.seal=off
    if podman_copies; then
        run ! start_annotated
        within 10 logged 'cannot allow "io.aa-hat.seal=off"'
        annotated_image --annotation "$rule"
        run -0 start_annotated
        grep -q ' /run/aa-hat ' "/proc/$(init_pid)/mountinfo"
    else
        run -0 start_annotated
        refute grep -q ' /run/aa-hat ' "/proc/$(init_pid)/mountinfo"
    fi
}

# --- a container's root ------------------------------------------------------------------------------------------------

@test "a root that renames /run plants its own launcher, unless the profile forbids it, as the example does" {
    # shellcheck disable=SC2016  # the shell in there
    local plant='mv /run /run.old && mkdir -p /run/aa-hat && cp /bin/echo /run/aa-hat/aa-exec-hat'
    box_under aa-hat-loose-child '.annotations = {"io.aa-hat.user.shop": "shop"}'
    run -0 in_box sh -c "$plant"
    run -0 in_box "$launcher" --hat shop -- planted
    assert_output '--hat shop -- planted'

    box_under aa-hat-tenants
    run ! in_box sh -c "$plant"
    assert_output --partial 'Permission denied'
    run -0 in_box "$launcher" --hat shop -- true
}

# --- how ---------------------------------------------------------------------------------------------------------------

outside=/run/aa-hat-test/outside
free_run='.mounts |= map(select(.destination != "/run/php"))'

# put KIND FILE [TARGET]: makes FILE that, in the stead of what was there. TARGET is for links.
put() {
    rm -rf "$2"
    mkdir -p "$outside"
    case $1 in
        # As the host would follow it. Under the container's root it leads to itself, or nowhere.
        link-out) ln -s "../../../../../../../../..${3:-$outside}" "$2" ;;
        link-in) ln -s "${3:-/srv}" "$2" ;;
        link-to-mount) ln -s /tmp "$2" ;;
        fifo) mkfifo "$2" ;;
        device) mknod "$2" c 1 5 ;;
        directory) mkdir "$2" ;;
        file) touch "$2" ;;
        endless) truncate -s 1T "$2" ;;
    esac
}

reason_for() { if [[ $1 == link-* ]]; then echo 'it is a link in the image'; else echo 'the image has no directory there'; fi; }

# not_delivered ENGINE PATH REASON
not_delivered() {
    mark_log
    run ! start "$1"
    within 10 logged "cannot deliver to \"$2\": $3"
    nothing_outside
}
nothing_outside() { assert_equal "$(find "$outside" "$box/rootfs/srv/aa-hat" -mindepth 1 2>/dev/null)" ''; }

make_read_only() {
    umount "$box/rootfs"
    mount -t overlay box "$box/rootfs" -o "lowerdir=$image:/"
}

# refused_with FILE KIND REASON, in the box that runs. The engine's own exec would wait for a FIFO, so FILE becomes what
# it is to be only then.
refused_with() {
    put "$2" "$box/rootfs$1.bad" "$1"
    run -125 in_box sh -c "rm $1; mv $1.bad $1; exec timeout 20 $launcher --user carol -- true"
    rm -r "$box/rootfs$1"
    cp "$image$1" "$box/rootfs$1"
    assert_output --partial "aa-exec-hat: cannot read \"$1\": $3"
}

# launches_and_refuses: in the box that runs, without waiting for anything.
launches_and_refuses() {
    run -0 in_box timeout 20 "$launcher" --hat shop -- true
    run -125 in_box timeout 20 "$launcher" --hat nowhere -- true
    assert_output --partial 'aa-exec-hat: cannot enter hat'
}

# Leaves a process behind that holds a log's socket and does not read from it.
full_socket='
import os, signal, socket
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind("/dev/log")
sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sender.setblocking(False)
try:
    while True: sender.sendto(b"x", "/dev/log")
except BlockingIOError: pass
if os.fork() == 0:
    os.closerange(0, 3)
    signal.pause()
'

annotated_image() {
    printf 'FROM scratch\nCOPY busybox /\n' >"$BATS_TEST_TMPDIR/Containerfile"
    cp /bin/busybox "$BATS_TEST_TMPDIR/"
    podman build --layers=false --pull=never --tag localhost/annotated "$@" "$BATS_TEST_TMPDIR" >/dev/null
}
start_annotated() {
    podman rm --force --time 0 --ignore tenants
    podman run --detach --name tenants --network none --pidfile "$box/pid" --security-opt apparmor="$profile" \
        localhost/annotated /busybox tail -f /dev/null
}
podman_copies() { [[ $(podman version --format '{{.Version}}') == 4.[0-5].* ]]; }
