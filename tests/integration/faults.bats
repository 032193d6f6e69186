# What does not go as it should: a program that is killed, whose system calls fail, or do less than they were asked; no
# room, no descriptors, no memory. A container starts whole or not at all, and a tenant runs in its hat or not at all.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

teardown() {
    [[ ! ${space:-} ]] || leave_space
    remove_box
}

# --- the hook ------------------------------------------------------------------------------------------------------

@test "killed after any system call that changes something: no container starts, and the host's mounts are as before" {
    local n=0 mounts
    new_box "$tampered"' | .process.args = ["true"]'
    make_hook
    mounts=$(cat /proc/self/mountinfo)
    while echo "kill=$((++n))" >"$box/harm"; ! run_box crun >/dev/null 2>&1; do
        grep -q 'tamper: killed' "$box/said"
        rm "$box/said"
        assert_equal "$(cat /proc/self/mountinfo)" "$mounts"
        run ! crun state tenants
    done
    assert_equal "$(<"$box/said")" ''
    ((n > 15))
    echo "kill=$((n - 1))" >"$box/harm"
    run ! run_box runc
    assert_equal "$(cat /proc/self/mountinfo)" "$mounts"
    run ! runc state tenants
    refute pgrep -l aa-hat-hook
}

@test "any one system call of the hook fails: it refuses, or has delivered everything" {
    local calls error i message refused=0
    make_bundle
    in_space --propagation private
    run -0 hook_in_space count
    calls=${output#* }
    for error in "$enomem" "$eintr"; do
        for ((i = 1; i <= calls; i++)); do
            expect_whole_or_refused "$error=$i"
            ((status == 0)) || ((++refused))
        done
    done >"$BATS_TEST_TMPDIR/said" 2>&1 || { tail -n 20 "$BATS_TEST_TMPDIR/said"; false; }
    ((refused > calls))
    for message in 'make "tmpfs"' 'set up a tmpfs: option "nr_inodes"' 'mount "tmpfs"' 'create "plan"' 'copy "the launcher"' \
        'make read-only "tmpfs"' 'make read-only "mount"' 'tell the mount of "/run/aa-hat"'; do
        grep -F "cannot $message: Cannot allocate memory (ENOMEM)" "$BATS_TEST_TMPDIR/said"
    done
}

@test "each read and write of the hook does little: all of it arrives" {
    make_bundle
    in_space --propagation private
    expect_whole_or_refused short
    assert_equal "$status" 0
    # An engine that writes one byte at a time.
    run -0 in_dribbles
    there umount "$bundle/rootfs/run/aa-hat"
}

@test "a root without room, and limits to the hook's descriptors, memory and files" {
    local limit
    make_bundle
    in_space --propagation private
    there mount -t tmpfs -o nr_inodes=1 none "$bundle/rootfs"
    run -1 hook_reads "$state" prestart
    assert_output --partial 'cannot deliver to "/run": No space left on device (ENOSPC)'
    there umount "$bundle/rootfs"
    for limit in --nofile={3..18} --as={1..5}000000 --data={1,2,3}00000 --fsize={0,1000,1000000} --stack=1; do
        expect_whole_or_refused "$limit"
        echo "$limit: $status"
    done >"$BATS_TEST_TMPDIR/said" 2>&1
    grep '^--nofile=3: 1$' "$BATS_TEST_TMPDIR/said"
    grep 'Too many open files (EMFILE)' "$BATS_TEST_TMPDIR/said"
    grep '^--nofile=18: 0$' "$BATS_TEST_TMPDIR/said"
    head -c 30000000 /dev/zero | tr '\0' ' ' >>"$bundle/config.json"
    run -1 hook_in_space --as=20000000
    assert_output --partial 'aa-hat-hook: cannot go on: out of memory'
}

# --- the launcher --------------------------------------------------------------------------------------------------

@test "any one system call of the launcher fails: the tenant runs in its hat, as its user, under no_new_privs, or not" {
    local error i calls refused=0
    box_under aa-hat-tenants "$one_pid_namespace"
    run -0 launcher_in_box count
    assert_output --partial 'NoNewPrivs: 1' 'Uid: 33 33 33 33'
    calls=${output##* }
    for error in "$enomem" "$enosys"; do
        for ((i = 1; i <= calls; i++)); do
            in_hat_or_refused "$error=$i"
            ((status == 0)) || ((++refused))
        done
    done >"$BATS_TEST_TMPDIR/said" 2>&1 || { tail -n 20 "$BATS_TEST_TMPDIR/said"; false; }
    ((refused > calls))
    has_syscall || grep -F 'cannot start the process that reads our label: Cannot allocate memory (ENOMEM)' \
        "$BATS_TEST_TMPDIR/said"
    in_hat_or_refused short
    assert_equal "$status" 0
}

@test "limits to the launcher's descriptors, memory, files and processes; standard descriptors that are closed" {
    local limit
    box_under aa-hat-tenants "$one_pid_namespace"
    for limit in --nofile={3..16} --as={1..4}000000 --data={1,2}00000 --fsize=0 --nproc=1; do
        in_hat_or_refused "$limit"
        echo "$limit: $status"
    done >"$BATS_TEST_TMPDIR/said" 2>&1
    grep '^--nofile=3: 125$' "$BATS_TEST_TMPDIR/said"
    grep '^--nofile=16: 0$' "$BATS_TEST_TMPDIR/said"
    # What the launcher opens then has their numbers.
    run -125 in_box sh -c "exec $launcher --hat nowhere -- true <&- >&- 2>&-"
    run -1 in_box sh -c "exec $launcher --user shop -- cat /srv/blog/secret <&- >&- 2>&-"
}

# --- how -----------------------------------------------------------------------------------------------------------

enomem=12 eintr=4 enosys=38

# The hook of the box, harmed as the file "harm" says. crun would throw away what it says.
tampered=".hooks.prestart = [{path: \"$box/hook\"}]"
make_hook() {
    cat >"$box/hook" <<END
#!/bin/sh
exec /aa-hat/programs/tamper "\$(cat "$box/harm")" aa-hat-hook /usr/local/sbin/aa-hat-hook prestart 2>>"$box/said"
END
    chmod +x "$box/hook"
}

# hook_in_space HARM: a word for tamper, or an option of prlimit.
hook_in_space() {
    local with=("$programs/tamper" "$1" aa-hat-hook)
    [[ $1 != --* ]] || with=(prlimit "$1" --)
    "${with[@]}" /usr/local/sbin/aa-hat-hook prestart <"$state"
}

# expect_whole_or_refused HARM: leaves the hook's status, and nothing mounted.
expect_whole_or_refused() {
    local folder=$bundle/rootfs/run/aa-hat
    status=0
    hook_in_space "$1" || status=$?
    echo "$1: status $status"
    ((status != 0)) || there sh -c "cmp '$folder/aa-exec-hat' /usr/local/bin/aa-exec-hat && grep -q '^end$' '$folder/plan' &&
        ! touch '$folder/new' 2>/dev/null"
    ! grep -q " $folder " "/proc/$space/mountinfo" || there umount "$folder"
}

in_dribbles() {
    local byte
    while IFS= read -r -N 1 byte; do printf %s "$byte"; done <"$state" | aa-hat-hook prestart
}

# A tracer on the host sees the launcher's process; in a pid namespace its number would be another one there.
one_pid_namespace='.annotations = {"io.aa-hat.user.shop": "shop"} | .linux.namespaces |= map(select(.type != "pid"))'

# launcher_in_box HARM: it starts a command that tells who it is, and reads blog's secret where it can.
launcher_in_box() {
    local outside=("$programs/tamper" "$1" aa-exec-hat) inside=()
    [[ $1 != --* ]] || { outside=(); inside=(prlimit "$1" --); }
    "${outside[@]}" nsenter --target "$(init_pid)" --mount sh -c "
        echo 'exec $profile' >/proc/self/attr/exec
        exec ${inside[*]} $launcher --user shop -- sh -c '$tell'"
}
# shellcheck disable=SC2016  # the shell in there
tell='read -r secret </srv/blog/secret && echo "$secret"
    while read -r key values; do case $key in NoNewPrivs:|Uid:) echo "$key" $values; esac; done </proc/self/status'

in_hat_or_refused() {
    status=0
    output=$(launcher_in_box "$1" 2>&1) || status=$?
    echo "$1: status $status: $output"
    refute_output --partial "blog's secret"
    ((status != 0)) || assert_output --partial 'NoNewPrivs: 1' 'Uid: 33 33 33 33'
}
