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
    expect fail start "$@"
    local said=$output
    expect fail "$1" exec tenants true
    output=$said
}

# logged WORDS: in the syslog, since this test began.
logged() { tail -n +$((log_start + 1)) /var/log/messages | grep -qF "aa-hat-hook: $1"; }
mark_log() { log_start=$(wc -l </var/log/messages); }

@test "runc prints the hook's message in its own error" {
    mark_log
    not_started runc
    # With the quotes and the newline escaped.
    says 'aa-hat-hook: cannot use hat' 'aa-hat-tenants//wikki' 'the kernel has no such label loaded' 'hint: add the hat'
    within 10 logged "$why"
}

@test "crun says that the hook failed; its message is in the syslog" {
    mark_log
    not_started crun
    says hook
    within 10 logged "$why"
}

@test "crun prints it into the file of run.oci.hooks.stderr" {
    new_box "$wrong | .annotations[\"run.oci.hooks.stderr\"] = \"$BATS_TEST_TMPDIR/stderr\""
    not_started crun
    output=$(<"$BATS_TEST_TMPDIR/stderr")
    says "aa-hat-hook: $why" 'hint: add the hat'
}

@test "podman does not start it, on a hat or a key that is wrong; the message is in the syslog" {
    new_box
    mark_log
    not_started podman --annotation io.aa-hat.user.root=wikki --annotation io.aa-hat.pol.shop=shop
    within 10 logged 'cannot use the annotation "io.aa-hat.pol.shop": there is no such key'
    remove_box
    new_box
    mark_log
    not_started podman --annotation io.aa-hat.user.root=wikki
    within 10 logged "$why"
}

@test "at createRuntime they do the same" {
    local engine
    for engine in runc crun; do
        new_box "$wrong | .hooks = {createRuntime: [.hooks.prestart[0] | .args = [\"aa-hat-hook\", \"createRuntime\"]]}"
        mark_log
        not_started "$engine"
        within 10 logged "$why"
    done
}

@test "podman's --security-opt no-new-privileges, and a container without a profile" {
    new_box
    mark_log
    not_started podman --security-opt no-new-privileges
    within 10 logged 'cannot use "process.noNewPrivileges"'
    remove_box
    new_box
    mark_log
    not_started podman --security-opt apparmor=unconfined
    within 10 logged 'cannot use profile "'
}

@test "an image whose /run leads out of it: no engine makes a mount elsewhere" {
    local engine
    for engine in runc crun; do
        new_box '.mounts |= map(select(.destination != "/run/php"))'
        rm -rf "$box/rootfs/run"
        ln -s /srv/shop "$box/rootfs/run"
        mark_log
        not_started "$engine"
        within 10 logged 'cannot deliver to "/run": it is a link in the image'
        not test -e "$box/rootfs/srv/shop/aa-hat"
    done
}

@test "rootless: crun as another user does not start it either" {
    new_box "$idle | del(.linux.resources)
        | .linux.namespaces |= map(select(.type != \"cgroup\" and .type != \"network\"))"
    chmod -R a+rX /run/aa-hat-test
    expect fail setpriv --reuid dave --regid dave --clear-groups unshare --user --map-root-user --mount \
        crun --cgroup-manager=disabled --root=/tmp/rootless run --bundle "$box" rootless
    says hook
}
