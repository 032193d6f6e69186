# A machine that was booted with apparmor=0: nothing that asks for hats starts, and nothing else is disturbed.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load ../refusals

teardown() { remove_box; }

off='cannot use "AppArmor": it is switched off on this kernel'
hint='hint: boot with apparmor=1 security=apparmor (or lsm=...,apparmor)'

@test "AppArmor is off here" {
    assert_equal "$(cat /sys/module/apparmor/parameters/enabled)" N
}

@test "check refuses" {
    make_bundle
    bundle_refused "$off" "$hint"
}

@test "the stages refuse, and deliver nothing" {
    make_bundle
    make_state
    run -1 hook_reads "$state" createRuntime
    assert_output --partial "$off" "$hint"
    assert_equal "$(ls "$bundle/rootfs")" ''
}

@test "runc, crun and podman do not start the container" {
    local engine
    for engine in runc crun podman; do
        new_box
        run ! start "$engine"
    done
}

@test "crun without a profile of its own fails on the hook" {
    new_box 'del(.process.apparmorProfile)'
    run ! start crun
    new_box "$idle | del(.process.apparmorProfile, .annotations)"
    run -0 start crun
}

@test "the launcher refuses, whatever plan it is given" {
    local plan=$BATS_TEST_TMPDIR/plan
    cat >"$plan" <<'END'
aa-hat-plan 1
profile aa-hat-tenants
order group,default
pool-order 
session required
seal required
listen private
no-new-privs true
hats *
native true
shell 
engine 
seccomp 
table pool 0
table user 0
table roles 0
table shell 0
table no-new-privs 0
table loaded 0
table seccomp 0
table filter 0
filters 0
end
END
    # shellcheck disable=SC2016
    run -125 unshare --mount --propagation private sh -c '
        mkdir -p /run/aa-hat && mount -t tmpfs -o nosuid,nodev none /run/aa-hat && cp "$1" /run/aa-hat/ &&
        mount -o remount,ro,nosuid,nodev /run/aa-hat && exec aa-exec-hat --hat shop -- true' sh "$plan"
    assert_output --partial 'aa-exec-hat: cannot use "AppArmor": it is switched off on this kernel' \
        'hint: boot the host with apparmor=1'
}
