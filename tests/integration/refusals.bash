# shellcheck shell=bash disable=SC2034,SC2154  # for the suites; from lib.bash
# What the refusal suites share: aa-hat-hook called by hand, as an engine calls it, for a bundle that no engine starts.
# That is quick, so each refusal can have its test; that engines pass them on is for refusals-engines.bats.

load "${BASH_SOURCE[0]%/*}/lib.bash"

bundle=$BATS_TEST_TMPDIR/bundle
state=$BATS_TEST_TMPDIR/state.json

# make_bundle [JQ-FILTER]: the example's bundle, changed by the filter, with an empty root.
make_bundle() {
    mkdir -p "$bundle/rootfs"
    jq "${1:-.}" "$examples/bundle/config.json" >"$bundle/config.json"
}

# make_state [JQ-FILTER]: what an engine tells the hook of the bundle. The process is this shell unless the filter says.
make_state() {
    jq --arg bundle "$bundle" --argjson pid $$ "$(jq_state) | ${1:-.}" "$bundle/config.json" >"$state"
}
jq_state() {
    # shellcheck disable=SC2016  # jq's variables
    echo '{ociVersion: "1.0.2", id: "tenants", status: "creating", $pid, $bundle, annotations}'
}

# hook_reads FILE ARG...: the hook with FILE as its stdin.
hook_reads() { aa-hat-hook "${@:2}" <"$1"; }

# bundle_refused WORDS...: check refuses the bundle.
bundle_refused() {
    run -1 aa-hat-hook check "$bundle"
    assert_output --partial "$@"
}

# states_refused, configs_refused FILTER WORDS FILTER WORDS ...: a stage, or check, refuses what each filter makes of
# the example, in these words. One jq for all of them: starting it takes longer than the hook does.
states_refused() { each_refused state_case "$(jq_state)" "$@"; }
configs_refused() { each_refused config_case . "$@"; }
state_case() {
    echo "$1" >"$state"
    run -1 hook_reads "$state" prestart
}
config_case() {
    echo "$1" >"$bundle/config.json"
    run -1 aa-hat-hook check "$bundle"
}
each_refused() {
    local run=$1 filters=() words=() i first=$2; shift 2
    while (($#)); do filters+=("($1)"); words+=("$2"); shift 2; done
    local IFS=,
    mapfile -t cases < <(jq --arg bundle "$bundle" --argjson pid $$ -c "$first | ${filters[*]}" \
        "$examples/bundle/config.json")
    assert_equal "${#cases[@]}" "${#words[@]}"
    for i in "${!words[@]}"; do
        { "$run" "${cases[i]}" && assert_output --partial "${words[i]}"; } || { echo "made by: ${filters[i]}"; return 1; }
    done
}

# annotated JSON: a filter that sets these annotations, without the prefix, and no others.
annotated() { echo ".annotations = ($1 | with_entries(.key |= \"io.aa-hat.\" + .))"; }

# host_refused JSON WORDS...: the bundle under this configuration of the host.
host_refused() {
    host_config "$1"
    bundle_refused "${@:2}"
}

# mark_log, logged WORDS: in the syslog, since mark_log.
logged() { tail -n +$((log_start + 1)) /var/log/messages | grep -qF "aa-hat-hook: $1"; }
mark_log() { log_start=$(wc -l </var/log/messages); }

# --- a process in the place of a container's -----------------------------------------------------------------------

# in_space UNSHARE-OPTION...: starts that process, $space.
in_space() {
    unshare --mount "$@" tail -f /dev/null 3>&- &
    space=$!
    within 10 has_own_mounts
    make_state ".pid = $space"
}
has_own_mounts() { [[ $(readlink "/proc/$space/ns/mnt") != $(readlink /proc/self/ns/mnt) ]]; }
leave_space() {
    kill "$space"
    wait "$space" || true
}

# there COMMAND...: with the mounts of that process.
there() { nsenter --target "$space" --mount -- "$@"; }

# --- boxes --------------------------------------------------------------------------------------------------------

# launcher_refused WORDS... -- COMMAND...: COMMAND, run in the box, ends with the launcher's status for a refusal, and
# these words.
launcher_refused() {
    local words=()
    while [[ $1 != -- ]]; do words+=("$1"); shift; done
    run -125 in_box "${@:2}"
    assert_output --partial "${words[@]}"
}

# changed_policy SED-SCRIPT: loads the example with child profiles as profile aa-hat-changed, after the script has
# changed it. What it includes of ours stands in it by then. restore_policy: without changes, if there were some.
changed_policy() {
    local name include=()
    for name in aa-hat-container aa-hat-tenant; do
        include+=(-e "\\,<abstractions/$name>,r /etc/apparmor.d/abstractions/$name" -e "\\,<abstractions/$name>,d")
    done
    sed "${include[@]}" /etc/apparmor.d/aa-hat-tenants | sed "s/aa-hat-tenants/aa-hat-changed/g; $1" |
        apparmor_parser --replace --skip-cache
    echo "$1" >/run/aa-hat-test/changed
}
restore_policy() { [[ $(</run/aa-hat-test/changed) == '' ]] || changed_policy ''; }
under_changed='.process.apparmorProfile = "aa-hat-changed"'
