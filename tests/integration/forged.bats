# A seccomp profile of the runtime can answer any system call with any errno value, and with 0 make it seem to succeed.
# Whoever starts the container writes it, and annotations can only tighten: so the launcher believes no such answer.

# shellcheck disable=SC2154  # lib.bash sets them
load forged

setup_file() {
    load_policy loose
    install -D -m 644 "$examples/seccomp/php-tenant.json" /etc/aa-hat/seccomp/php-tenant.json
}
teardown_file() { unload_policy aa-hat-loose-ordinary; unload_policy aa-hat-loose-child; }
teardown() {
    remove_box
    forget_filters
}

@test "a uid that only seems to be set" {
    forging '{names: ["setresuid"], action: "SCMP_ACT_ERRNO", errnoRet: 0}, {names: ["setuid"], action: "SCMP_ACT_ERRNO", errnoRet: 1}'
    run -0 in_box setpriv --reuid=33 id -u
    assert_equal "$output" 0
    refuses 'cannot set the uid: the calls succeed, but the kernel does not show their effect'
}

@test "a gid that only seems to be set" {
    forging '{names: ["setresgid"], action: "SCMP_ACT_ERRNO", errnoRet: 0}'
    run -0 in_box setpriv --regid=33 --clear-groups id -g
    assert_equal "$output" 0
    refuses 'cannot set the gid: the calls succeed'
}

@test "groups that only seem to be dropped" {
    local groups='.process.user.additionalGids = [77] | .process.args =' forged
    forget_filters
    forged=$(config_with '{names: ["setgroups"], action: "SCMP_ACT_ERRNO", errnoRet: 0}')
    new_box "$forged | $groups [\"setpriv\", \"--clear-groups\", \"id\", \"-G\"]"
    run -0 run_box crun
    assert_equal "$output" '0 77'
    new_box "$forged | $groups [\"$launcher\", \"--user\", \"shop\", \"--\", \"id\"]"
    run -125 run_box crun
    assert_output --partial 'cannot set the groups: the calls succeed'
}

@test "the questions that show it, forged as well" {
    forging '{names: ["setresuid", "getresuid", "setresgid", "getresgid", "setgroups", "getgroups", "capget"],
        action: "SCMP_ACT_ERRNO", errnoRet: 0}'
    refuses 'the kernel does not show their effect'
}

@test "a caller who only seems to be root" {
    local rules='.annotations = {"io.aa-hat.user.root": "wiki", "io.aa-hat.user.dave": "shop"}'
    forging '{names: ["getuid", "geteuid"], action: "SCMP_ACT_ERRNO", errnoRet: 0}' "$rules"
    run -0 in_box --user=2002:2002 id -u
    assert_output 0
    in_box --user=2002:2002 --detach --pid-file="$box/spawned" "$launcher" -- tail -f /dev/null >/dev/null 2>&1 3>&- </dev/null
    within 20 runs_tail
    label_is "$profile//shop" "$(spawned)"
    forging '{names: ["getuid", "getresuid"], action: "SCMP_ACT_ERRNO", errnoRet: 0}' "$rules"
    run -125 in_box --user=2002:2002 "$launcher" -- true
    assert_output --partial "the container's /etc/passwd has no such uid"
}

@test "a file that only seems to be open, so that stdin is read in its place" {
    forging '{names: ["openat2"], action: "SCMP_ACT_ERRNO", errnoRet: 0}'
    refuses 'cannot read the plan in "/run/aa-hat": Bad file descriptor (EBADF)'
    forging '{names: ["pipe2"], action: "SCMP_ACT_ERRNO", errnoRet: 0}'
    # Before Linux 6.8 each start has a pipe; later the tries of "show" have one.
    run "-$(has_syscall && echo 0 || echo 125)" in_box "$launcher" show
    assert_output --partial 'Bad file descriptor (EBADF)'
}

@test "a no_new_privs that only seems to be set" {
    forging "$prctl 38}]}"
    run -0 in_box setpriv --no-new-privs grep -w NoNewPrivs /proc/self/status
    assert_output --partial "$(printf 'NoNewPrivs:\t0')"
    refuses 'cannot set no_new_privs: it did not stay set'
}

@test "a launcher that only seems to be closed to tracing" {
    forging "$prctl 4}]}"
    refuses 'cannot keep other processes from tracing this one by "PR_SET_DUMPABLE"'
}

@test "a tenant's filter that only seems to be loaded" {
    forging '{names: ["seccomp"], action: "SCMP_ACT_ERRNO", errnoRet: 0}' "$filtered"
    refuses 'cannot load the seccomp filter'
}

@test "an ordinary hat that is called a child profile" {
    local said
    for said in 10 1 38 22 11; do   # ECHILD, EPERM, ENOSYS, EINVAL, EAGAIN
        # "permhat", a token, "still": by its length, so that all other questions pass.
        forging "$by_call $said, $size 62}]}, $by_file $said, $size 30}]}" "$loose"
        if ((said == 10)); then
            # Who asks and believes is deceived: in the ordinary hat nothing but 0 is true.
            run -0 in_box old-way changehat aa-hat-loose-ordinary still ask-kind still
            assert_equal "$output" "$(has_syscall && echo 'call ECHILD' || echo 'call ENOSYS') file ECHILD"
        fi
        run -125 in_box "$launcher" --hat still -- true
        assert_output --partial 'cannot seal hat "still": '
        run -125 in_box "$launcher" --user shop -- true
        assert_output --partial 'cannot ask whether there is a hat "aa-hat-loose-ordinary//still": '
    done
}

@test "registers that a call does not use tell no question from its control" {
    local said
    # args[4] is no argument of these calls. A C library leaves an address of the stack there, or of the heap, or 0.
    for said in 10 2; do    # ECHILD: a child profile; ENOENT: no such hat
        forging "$by_call $said, $size 62}, $stack]}, $by_file $said, $size 30}, $stack]}" "$loose"
        run -125 in_box "$launcher" --hat still -- true
        assert_output --partial 'cannot seal hat "still": it is an ordinary hat'
    done
    forging '{names: ["seccomp"], action: "SCMP_ACT_ERRNO", errnoRet: 0, args: [{index: 4, op: "SCMP_CMP_EQ", value: 0}]}' "$filtered"
    refuses 'cannot load the seccomp filter'
    forging "$prctl 4}, {index: 1, op: \"SCMP_CMP_EQ\", value: 0}]}, $prctl 3}, {index: 5, op: \"SCMP_CMP_LT\", value: 139637976727552}]}"
    refuses 'cannot keep other processes from tracing this one'
}

@test "stdin is neither the plan, nor a label, nor passwd" {
    local zero='action: "SCMP_ACT_ERRNO", errnoRet: 0'
    forging "{names: [\"openat\"], $zero, args: [{index: 2, op: \"SCMP_CMP_EQ\", value: 526592}]}, $kept"
    echo 'shop:x:0:0::/:/bin/sh' >"$box/rootfs/srv/passwd"
    run -125 in_box sh -c "exec $launcher --user shop -- id </srv/passwd"
    assert_output --partial 'cannot read "/etc/passwd": Bad file descriptor (EBADF)'
    forging "{names: [\"openat2\"], $zero, args: [{index: 0, op: \"SCMP_CMP_EQ\", value: 3}]}, $kept"
    sed 's/^seal .*/seal off/; s/^shop\tshop$/shop\tblog/' "/proc/$(init_pid)/root/run/aa-hat/plan" >"$box/rootfs/srv/plan"
    run -125 in_box sh -c "exec $launcher --user shop -- id </srv/plan"
    assert_output --partial 'Bad file descriptor (EBADF)'
}

@test "a group file that only seems to be absent, or to be empty" {
    # By its words: passwd is looked for and found.
    forging '{names: ["access", "faccessat", "faccessat2"], action: "SCMP_ACT_ERRNO", errnoRet: 2}' '.annotations = {"io.aa-hat.order": "group:user"}'
    sed -i 's/^shop:x:33:33:/shop:x:33:2001:/' "$box/rootfs/etc/passwd"
    run -1 in_box "$launcher" --user shop -- cat /srv/shop/secret
    run -0 in_box "$launcher" --user shop -- cat /srv/blog/secret
    forging '{names: ["openat"], action: "SCMP_ACT_ERRNO", errnoRet: 2, args: [{index: 2, op: "SCMP_CMP_EQ", value: 526592}]}'
    refuses 'cannot read "/etc/passwd": Bad file descriptor (EBADF)'
    forging '{names: ["read"], action: "SCMP_ACT_ERRNO", errnoRet: 0, args: [{index: 2, op: "SCMP_CMP_EQ", value: 16384}]}'
    refuses 'cannot read "/etc/passwd": it ends before its size'
}

@test "the truth about that hat" {
    forging "{names: [\"getitimer\"], action: \"SCMP_ACT_ERRNO\", errnoRet: 1}" "$loose"
    run -0 in_box old-way changehat aa-hat-loose-ordinary still ask-kind still
    assert_equal "$output" "$(has_syscall && echo 'call 0' || echo 'call ENOSYS') file 0"
    run -125 in_box "$launcher" --user shop -- true
    assert_output --partial 'cannot seal hat "still": it is an ordinary hat'
}

@test "a hat that is called loaded, or not" {
    local said
    # Without a rule shop's hat comes by the order, whose next word nobody must reach for a lie.
    for said in 1 0 2; do   # EPERM and 0: it exists; ENOENT: it does not
        forging "$by_call $said, $size 61}]}, $by_file $said, $size 29}]}" \
            '.annotations = {"io.aa-hat.order": "user:default"}'
        run -125 in_box "$launcher" --user shop -- true
        assert_output --partial "cannot ask whether there is a hat \"$profile//shop\": something answers in AppArmor's place"
    done
}

@test "a profile that denies the system calls, as older engines' do, keeps nobody out" {
    local said
    for said in 1 38; do
        forging "{names: [\"lsm_set_self_attr\", \"lsm_get_self_attr\", \"lsm_list_modules\"], action: \"SCMP_ACT_ERRNO\", errnoRet: $said}"
        run -0 in_box "$launcher" --user shop -- id -u
        assert_equal "$output" 33
        forging "$by_call $said}"
        run -0 in_box "$launcher" --user shop -- id -u
        assert_equal "$output" 33
    done
}

# --- how ---------------------------------------------------------------------------------------------------------------

# refuses WORDS: nothing runs, as a user with a hat, and WORDS say why.
refuses() {
    run -125 in_box "$launcher" --user shop -- id
    assert_output --partial "$1"
    refute_output --partial uid=
}

