# Between the entry into the hat and the tenant's program the launcher has the tenant's label, and often his uid: another
# process of the tenant stops it there, and tries to get into it.

# shellcheck disable=SC2154,SC2034,SC2030,SC2031  # lib.bash and forged.bash set and use them
load forged

setup_file() { load_policy traceable; }
teardown_file() { unload_policy aa-hat-traceable; }
teardown() {
    remove_box
    echo 0 >/proc/sys/fs/suid_dumpable
}

@test "a launcher with the tenant's uid that takes no care is traced before no_new_privs is set" {
    traceable_box
    stopped_at=0
    window naive-enter "$as_tenant" naive-enter "$hat" true
    assert_output --partial 'ptrace worked' 'process_vm_writev worked' 'mem worked' 'stopped NoNewPrivs 0'
}

@test "with the tenant's uid nothing gets into ours" {
    traceable_box
    stopped_at=0
    window aa-exec-hat "$as_tenant" "$launcher" --hat shop -- true
    nothing_gets_in
    assert_output --partial 'stopped NoNewPrivs 0'
}

@test "as root beside a tenant that is root nothing gets into ours" {
    traceable_box
    window naive-enter "$as_root" naive-enter "$hat" true
    assert_output --partial 'ptrace worked'
    window aa-exec-hat "$as_root" "$launcher" --hat shop -- true
    nothing_gets_in
}

@test "from root to the tenant's uid nothing gets into ours" {
    traceable_box
    tracer=$as_tenant
    window aa-exec-hat '' "$launcher" --user shop -- true
    nothing_gets_in
}

@test "from root to the tenant's uid, where the host lets such processes be dumped" {
    echo 1 >/proc/sys/fs/suid_dumpable
    traceable_box
    tracer=$as_tenant
    window aa-exec-hat '' "$launcher" --user shop -- true
    nothing_gets_in
}

@test "stacked, under no_new_privs, nothing gets into ours" {
    traceable_box '.process.noNewPrivileges = true'
    window naive-enter "$as_tenant" naive-enter "$hat" true
    assert_output --partial 'ptrace worked'
    window aa-exec-hat "$as_tenant" "$launcher" --hat shop -- true
    nothing_gets_in
}

@test "without no_new_privs nothing gets into ours" {
    traceable_box '.annotations += {"io.aa-hat.no-new-privs": "false"}'
    window aa-exec-hat "$as_tenant" "$launcher" --hat shop -- true
    nothing_gets_in
}

# --- how ---------------------------------------------------------------------------------------------------------------

# It was stopped in time, each way was tried, and none worked but for reading a limit.
nothing_gets_in() {
    local stopped; stopped=$(grep -c '^stopped' <<<"$output")
    ((stopped > 0))
    assert_equal "$(grep -c '^ptrace EPERM' <<<"$output")" "$stopped"
    assert_equal "$(grep worked <<<"$output" | grep -v '^prlimit ')" ''
}
