# shellcheck shell=bash disable=SC2034,SC2154  # for the suites; from lib.bash
# What the refusal suites share: aa-hat-hook called by hand, as an engine calls it, for a bundle that no engine starts.
# That is quick, so each refusal can have its test; that engines pass them on is for refusals-engines.bats.

load lib

bundle=$BATS_TEST_TMPDIR/bundle
state=$BATS_TEST_TMPDIR/state.json

# make_bundle [JQ-FILTER]: the example's bundle, changed by the filter, with an empty root.
make_bundle() {
    mkdir -p "$bundle/rootfs"
    jq "${1:-.}" "$examples/bundle/config.json" >"$bundle/config.json"
}

# make_state [JQ-FILTER]: what an engine tells the hook of the bundle. The process is this shell unless the filter says.
make_state() {
    jq --arg bundle "$bundle" --argjson pid $$ "{ociVersion: \"1.0.2\", id: \"tenants\", status: \"creating\",
        \$pid, \$bundle, annotations} | ${1:-.}" "$bundle/config.json" >"$state"
}

# hook_reads FILE ARG...: the hook with FILE as its stdin.
hook_reads() { aa-hat-hook "${@:2}" <"$1"; }

# state_refused FILTER WORDS...: a stage is called for this state, and refuses it in WORDS.
state_refused() {
    make_state "$1"
    expect 1 hook_reads "$state" prestart
    says "${@:2}"
}

# bundle_refused WORDS...: check refuses the bundle. config_refused FILTER WORDS...: after the filter.
bundle_refused() {
    expect 1 aa-hat-hook check "$bundle"
    says "$@"
}
config_refused() {
    make_bundle "$1"
    bundle_refused "${@:2}"
}

# annotated JSON: a filter that sets these annotations, without the prefix, and no others.
annotated() { echo ".annotations = ($1 | with_entries(.key |= \"io.aa-hat.\" + .))"; }

# host_refused JSON WORDS...: the bundle under this configuration of the host.
host_refused() {
    host_config "$1"
    bundle_refused "${@:2}"
}
