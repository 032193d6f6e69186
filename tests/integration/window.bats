# Between the entry into the hat and the tenant's program the launcher has the tenant's label, and often his uid: another
# process of the tenant stops it there, and tries to get into it.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup_file() { load_policy traceable; }
teardown_file() { unload_policy aa-hat-traceable; }
teardown() { remove_box; }

@test "a launcher with the tenant's uid that takes no care is traced before no_new_privs is set" {
    traceable_box
    window naive-enter "$as_tenant" naive-enter "$hat" true
    assert_output --partial 'ptrace worked' 'process_vm_writev worked' 'mem worked' 'stopped NoNewPrivs 0'
}

@test "with the tenant's uid nothing gets into ours" {
    traceable_box
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

hat=aa-hat-traceable//shop
as_tenant=--user=33:33
as_root=--user=0:0
tracer=''

traceable_box() {
    new_box "$idle | .process.apparmorProfile = \"aa-hat-traceable\" | del(.process.capabilities)
        | .process.capabilities = {bounding: [\"CAP_SETGID\", \"CAP_SETUID\"], effective: [\"CAP_SETGID\", \"CAP_SETUID\"],
            permitted: [\"CAP_SETGID\", \"CAP_SETUID\"]}
        | .annotations = {\"io.aa-hat.user.shop\": \"shop\"} | ${1:-.}"
    run -0 start crun
}

# window NAME WHO COMMAND...: COMMAND is started again and again, by WHO, while a process of the hat waits for one called NAME.
window() {
    local name=$1 who=$2 loop; shift 2
    rm -f "$box/trace" "$box/rootfs/srv/stop"
    in_box "${tracer:-$who}" "$launcher" --hat shop -- trace "$name" 3 40 >"$box/trace" 2>&1 3>&- </dev/null &
    within 20 grep -q ready "$box/trace"
    # shellcheck disable=SC2016  # the shell in the box reads it
    in_box ${who:+"$who"} sh -c 'until [ -e /srv/stop ]; do "$@"; done' sh "$@" >/dev/null 2>&1 3>&- </dev/null &
    loop=$!
    within 80 grep -q 'done' "$box/trace"
    touch "$box/rootfs/srv/stop"
    wait "$loop" || true
    output=$(<"$box/trace")
    echo "$output"
}

# It was stopped in time, each way was tried, and none worked but for reading a limit.
nothing_gets_in() {
    local stopped; stopped=$(grep -c '^stopped' <<<"$output")
    ((stopped > 0))
    assert_equal "$(grep -c '^ptrace EPERM' <<<"$output")" "$stopped"
    assert_equal "$(grep worked <<<"$output" | grep -v '^prlimit ')" ''
}
