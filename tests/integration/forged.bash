# shellcheck shell=bash disable=SC2034,SC2154  # for the suites; from lib.bash
# What the suites share that stand in a launcher's way: by a seccomp filter of the runtime, or as the tenant in whose hat it is.

load "${BASH_SOURCE[0]%/*}/lib.bash"

# --- a filter of the runtime, under crun, which takes an errno of 0 --------------------------------------------------------

prctl='{names: ["prctl"], action: "SCMP_ACT_ERRNO", errnoRet: 0, args: [{index: 0, op: "SCMP_CMP_EQ", value:'
by_call='{names: ["lsm_set_self_attr"], action: "SCMP_ACT_ERRNO", errnoRet:'
by_file='{names: ["pwrite64"], action: "SCMP_ACT_ERRNO", errnoRet:'
size='args: [{index: 2, op: "SCMP_CMP_EQ", value:'
# A bit of each address of the stack, of those of the heap none.
stack='{index: 4, op: "SCMP_CMP_MASKED_EQ", value: 140720308486144, valueTwo: 140720308486144}'
# Descriptor 0 cannot be closed.
kept='{names: ["close"], action: "SCMP_ACT_ERRNO", errnoRet: 0, args: [{index: 0, op: "SCMP_CMP_EQ", value: 0}]}'
filtered='.annotations += {"io.aa-hat.seccomp": "php-tenant"}'
loose='.process.apparmorProfile = "aa-hat-loose-ordinary"
    | .annotations = {"io.aa-hat.user.shop": "still", "io.aa-hat.no-new-privs": "false"}'

# forging RULES [JQ-FILTER]: a box whose runtime loads these rules, under crun, which takes an errno of 0.
forging() {
    forget_filters
    new_box "$idle | $(config_with "$1") | ${2:-.}"
    run -0 start crun
}
config_with() {
    echo ".annotations = {\"io.aa-hat.user.shop\": \"shop\"} | .linux.seccomp = {defaultAction: \"SCMP_ACT_ALLOW\", syscalls: [$1]}"
}

# forget_filters: crun keeps compiled filters, by a checksum that leaves out errnoRet: another one would be loaded.
forget_filters() { rm -rf /run/crun/.cache/seccomp; }

# --- a process of the tenant -----------------------------------------------------------------------------------------------

hat=aa-hat-traceable//shop
as_tenant=--user=33:33
as_root=--user=0:0
tracer=''
stopped_at=''   # NoNewPrivs of those that count

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
    in_box "${tracer:-$who}" "$launcher" --hat shop -- trace "$name" 3 40 ${stopped_at:+"$stopped_at"} >"$box/trace" 2>&1 3>&- </dev/null &
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
