# What runc, crun and podman make of a refusal: the container does not start, nothing of it is left, and somebody hears
# why.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup() { new_box "$wrong"; }
teardown() { remove_box; }

wrong='.annotations["io.aa-hat.pool.wiki"] = "wikki"'
why='cannot use hat "aa-hat-tenants//wikki": the kernel has no such label loaded'

# not_started ENGINE WORD...: start is refused, and the engine knows of no container.
not_started() {
    run ! start "$@"
    local said=$output
    run ! "$1" exec tenants true
    output=$said
}

@test "runc prints the hook's message in its own error" {
    mark_log
    not_started runc
    # With the quotes and the newline escaped.
    assert_output --partial 'aa-hat-hook: cannot use hat' 'aa-hat-tenants//wikki' 'the kernel has no such label loaded' \
        'hint: add the hat'
    within 10 logged "$why"
}

@test "crun says that the hook failed; its message is in the syslog" {
    mark_log
    not_started crun
    assert_output --partial hook
    within 10 logged "$why"
}

@test "crun prints it into the file of run.oci.hooks.stderr" {
    new_box "$wrong | .annotations[\"run.oci.hooks.stderr\"] = \"$BATS_TEST_TMPDIR/stderr\""
    not_started crun
    output=$(<"$BATS_TEST_TMPDIR/stderr")
    assert_output --partial "aa-hat-hook: $why" 'hint: add the hat'
}

@test "podman does not start it, with a wrong key, or no-new-privs=false that it cannot have; the syslog says why" {
    new_box
    mark_log
    not_started podman --security-opt no-new-privileges --annotation io.aa-hat.pol.shop=shop \
        --annotation io.aa-hat.no-new-privs=false
    within 10 logged 'cannot use the annotation "io.aa-hat.pol.shop": there is no such key'
    within 10 logged 'cannot use the annotation "io.aa-hat.no-new-privs=false": process.noNewPrivileges is true'
}

@test "at createRuntime it is the same" {
    new_box "$wrong | .hooks = {createRuntime: [.hooks.prestart[0] | .args = [\"aa-hat-hook\", \"createRuntime\"]]}"
    mark_log
    not_started crun
    within 10 logged "$why"
}

@test "rootless: crun as another user does not start it either" {
    local said=/tmp/aa-hat-rootless
    # What that user may not do is taken out; and the hook's words go into a file that belongs to the user.
    new_box "$idle | del(.linux.resources) | .mounts |= map(select(.destination != \"/run/php\")
        | .options |= ((. // []) - [\"gid=5\"])) | .annotations[\"run.oci.hooks.stderr\"] = \"$said\""
    install -o nobody /dev/null "$said"
    chmod a+rx /run/aa-hat-test "$box"
    run ! setpriv --reuid nobody --regid nogroup --clear-groups unshare --user --map-root-user --mount \
        crun --cgroup-manager=disabled --root=/tmp/aa-hat-crun run --bundle "$box" rootless
    output=$(<"$said")
    assert_output --partial 'aa-hat-hook: cannot run: it runs in a user namespace, as the hooks of a rootless engine do' \
        'hint: run the engine as root; rootless containers are not supported'
}
