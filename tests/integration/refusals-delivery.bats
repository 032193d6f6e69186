# What aa-hat-hook refuses when it has proven everything, and finds the image or the container's mounts in the way. No
# engine here: a process in a mount namespace of its own stands for the container's.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup() {
    make_bundle
    in_space --propagation private
}
teardown() { leave_space; }

# delivery_refused WORDS..., to that process. delivery_refused_to PID WORDS...
delivery_refused() {
    run -1 hook_reads "$state" prestart
    assert_output --partial "$@"
}
delivery_refused_to() {
    make_state ".pid = $1"
    delivery_refused "${@:2}"
}

# place_refused PATH REASON
place_refused() {
    delivery_refused "cannot deliver to \"$1\": $2" "hint: make $1 a directory in the image, or mount a tmpfs"
}

@test "a /run or /run/aa-hat that is a link" {
    mkdir "$bundle/elsewhere"
    ln -s "$bundle/elsewhere" "$bundle/rootfs/run"
    place_refused /run 'it is a link in the image, and could lead anywhere'
    rm "$bundle/rootfs/run"
    mkdir "$bundle/rootfs/run"
    ln -s ../../elsewhere "$bundle/rootfs/run/aa-hat"
    place_refused /run/aa-hat 'it is a link in the image, and could lead anywhere'
    assert_equal "$(there ls "$bundle/elsewhere")" ''
}

@test "a /run or /run/aa-hat that is a file, a FIFO or a device" {
    local place
    for place in run run/aa-hat; do
        touch "$bundle/rootfs/$place"
        place_refused "/$place" 'the image has no directory there'
        rm "$bundle/rootfs/$place"
        mkfifo "$bundle/rootfs/$place"
        place_refused "/$place" 'the image has no directory there'
        rm "$bundle/rootfs/$place"
        mknod "$bundle/rootfs/$place" c 1 3
        place_refused "/$place" 'the image has no directory there'
        rm "$bundle/rootfs/$place"
        mkdir "$bundle/rootfs/$place"
    done
}

@test "a read-only root without the directory" {
    there mount -t tmpfs -o ro none "$bundle/rootfs"
    place_refused /run 'it is missing, and its file system is read-only'
}

@test "a root that is missing" {
    rmdir "$bundle/rootfs"
    delivery_refused "cannot open the container's root \"$bundle/rootfs\": No such file or directory (ENOENT)"
}

@test "a mount of somebody else at the place" {
    mkdir -p "$bundle/rootfs/run/aa-hat"
    there mount -t tmpfs -o ro aa-hat-not "$bundle/rootfs/run/aa-hat"
    delivery_refused 'cannot deliver to "/run/aa-hat": something else is mounted there' 'hint: remove that mount'
}

@test "an earlier mount of ours with another launcher, or another plan" {
    run -0 hook_reads "$state" prestart
    run -0 hook_reads "$state" createRuntime
    cp /usr/local/bin/aa-exec-hat "$bundle/launcher"
    echo >>"$bundle/launcher"
    run -1 hook_reads "$state" --launcher "$bundle/launcher" createRuntime
    assert_output --partial 'cannot deliver to "/run/aa-hat": an earlier mount of ours holds another aa-exec-hat' \
        'hint: configure the hook once, or with the same options at both stages'
    make_bundle '.annotations["io.aa-hat.order"] = "user"'
    delivery_refused_to "$space" 'an earlier mount of ours holds another plan'
}

@test "mounts that would appear outside the container" {
    leave_space
    in_space --propagation shared
    delivery_refused 'what is mounted there would appear outside the container' \
        'hint: use a private or slave propagation (linux.rootfsPropagation'
    refute mountpoint -q "$bundle/rootfs/run/aa-hat"
}

@test "a container without a mount namespace of its own, or that is gone" {
    delivery_refused_to $$ 'cannot enter the mount namespace of process' 'it is the one that this hook runs in' \
        'hint: give the container a mount namespace'
    delivery_refused_to 4194304 'cannot enter the mount namespace of process "4194304": No such file or directory'
}

@test "a hook without the right to enter it" {
    run -1 setpriv --bounding-set -sys_admin sh -c "exec aa-hat-hook prestart <'$state'"
    assert_output --partial "cannot enter the mount namespace of process \"$space\": Operation not permitted (EPERM)"
}

@test "a /proc of the host that is none" {
    mkdir -p "$bundle/proc/self"
    cp /proc/self/uid_map "$bundle/proc/self/"
    run -1 unshare --mount sh -c "mount --bind '$bundle/proc' /proc; exec aa-hat-hook prestart <'$state'"
    assert_output --partial 'cannot use "/proc": it is not procfs'
}
