# A /proc that lies: images and volumes have put files of their own in the place of the kernel's (CVE-2019-16884,
# CVE-2023-28642). Who writes "changeprofile" there believes to be in a hat, and is not.

# shellcheck disable=SC2154,SC2030,SC2031  # lib.bash and refusals.bash set them; $output is meant for its test alone
load refusals

# "self" is a link, as in a procfs: the example's profile forbids to write in a folder of that name.
setup_file() {
    local file
    mkdir -p "$forged/1/attr/apparmor" "$other"
    for file in 1/attr/{current,exec} 1/attr/apparmor/{current,exec}; do
        install -m 666 <(echo "$profile (enforce)") "$forged/$file"
    done
    ln -s 1 "$forged/self"
    ln -s 1 "$forged/thread-self"
}
teardown_file() { rm -r "$forged" "$other"; }
teardown() {
    remove_box
    [[ ! -e $BATS_TEST_TMPDIR/pid ]] || kill "$(<"$BATS_TEST_TMPDIR/pid")"
    ! mountpoint -q "$other" || umount "$other"
}

@test "a naive writer is deceived by forged attr files, and the tenant runs in the profile; the launcher refuses" {
    # crun starts such containers: as a volume at /proc, as the image's own files, as a volume over attr alone.
    both_in "$(volume "$forged" /proc)" \
        'cannot trust "/proc": it is not a procfs'
    both_in "$ours | .mounts |= map(select(.destination != \"/proc\"))" 'cannot trust "/proc": it is not a procfs'
    both_in "$(volume "$forged/1/attr" /proc/self/attr)" \
        'cannot open "/proc/self/attr/current": something is mounted over it'
    assert_output --partial 'hint: mount a procfs at /proc, and nothing over files in it'
}

@test "attr files of another process, or a part of a procfs, are none either" {
    new_box "$(volume /proc/1 /proc) | $run_it"
    run -125 run_box crun
    assert_output --partial 'cannot trust "/proc": it is not the root of a procfs'
    new_box "$(volume /proc/$$/attr /proc/1/attr) | $run_it"
    run -125 run_box crun
    assert_output --partial 'cannot open "/proc/self/attr/current": something is mounted over it'
}

@test "an empty tmpfs, and a procfs of somebody else's pid namespace" {
    new_box "$ours | .mounts |= map(select(.destination == \"/proc\").type = \"tmpfs\") | $run_it"
    run -125 run_box crun
    assert_output --partial 'cannot trust "/proc": it is not a procfs'
    unshare --pid --fork --kill-child sh -c "mount -t proc proc '$other' && exec tail -f /dev/null" 3>&- &
    echo $! >"$BATS_TEST_TMPDIR/pid"
    within 10 test -e "$other/1"
    new_box "$(volume "$other" /proc) | $run_it"
    run -125 run_box crun
    assert_output --partial 'cannot trust "/proc": No such file or directory (ENOENT)'
}

@test "a procfs that hides others' processes, or is the host's own, will do" {
    new_box "$ours | .mounts |= map(select(.destination == \"/proc\").options = [\"hidepid=invisible\", \"subset=pid\"]) | $run_it"
    run -0 run_box crun
    new_box "$(volume /proc /proc) | $run_it"
    run -0 run_box crun
}

@test "runc does not start a container with a volume there; under podman the launcher refuses" {
    new_box "$(volume "$forged" /proc)"
    run ! start runc
    assert_output --partial 'cannot be mounted because it is not of type proc'
    new_box "$(volume "$forged/1/attr" /proc/self/attr)"
    run ! start runc
    assert_output --partial 'cannot be mounted because it is inside /proc'
    new_box "$run_it"
    run -0 start podman --volume "$forged:/proc"
    assert_equal "$(podman wait tenants)" 125
    run -0 podman logs tenants
    assert_output --partial 'cannot trust "/proc": it is not a procfs'
}

@test "an image whose /proc is a link, a FIFO, a device or a file: no engine starts it" {
    local make
    new_box "$idle"
    rm -r "$box/rootfs/proc"
    for make in 'ln -s /../../../../tmp @' 'ln -s /tmp @' 'mkfifo @' 'mknod @ c 1 3' 'touch @'; do
        # shellcheck disable=SC2086  # several words
        ${make/@/$box/rootfs/proc}
        run ! start crun
        rm "$box/rootfs/proc"
    done
    ln -s /tmp "$box/rootfs/proc"
    run ! start runc
    run ! start podman
}

# --- how ---------------------------------------------------------------------------------------------------------------

forged=/run/aa-hat-test/forged
other=/run/aa-hat-test/other-proc
ours='.annotations = {"io.aa-hat.user.www-data": "shop"}'
run_it='.process.args = ["/run/aa-hat/aa-exec-hat", "--hat", "shop", "--", "true"]'

# volume SOURCE DESTINATION: a filter that mounts it there, at /proc in place of the procfs.
volume() {
    echo "$ours | .mounts |= map(select(.destination != \"$2\")) |
        .mounts += [{destination: \"$2\", type: \"bind\", source: \"$1\", options: [\"rbind\"]}]"
}

# both_in JQ-FILTER REASON: in such a box a naive writer lets shop's code read blog's secret, and the launcher refuses.
both_in() {
    new_box "$1 | .process.args = [\"old-way\", \"changeprofile\", \"$profile\", \"shop\", \"cat\", \"/srv/blog/secret\"]"
    forged_image
    run -0 run_box crun
    assert_output "blog's secret"
    new_box "$1 | $run_it"
    forged_image
    run -125 run_box crun
    assert_output --partial "aa-exec-hat: $2"
}
forged_image() {
    mkdir -p "$box/rootfs/proc"
    cp -r "$forged/." "$box/rootfs/proc/"
}
