# What aa-hat-hook refuses in the words that it is called with, in the engine's state and in config.json.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup() { make_bundle; }
teardown() { host_config; }

# argument_refused WORDS ARG...
argument_refused() {
    run -1 hook_reads /dev/null "${@:2}"
    assert_output --partial "aa-hat-hook: cannot understand the argument" "$1" "hint: aa-hat-hook --help tells the usage"
}

@test "a command line that says something else than one stage, or check" {
    argument_refused '"--nonsense": there is no such option' --nonsense
    argument_refused '"--config": its value is missing' --config
    argument_refused '"poststart": the stages are prestart, createRuntime and poststop' poststart
    argument_refused '"check": it needs the path of a bundle' check
    argument_refused '"poststop": it is one too many' prestart poststop
    argument_refused '"--json": it belongs to check' --json prestart
}

@test "a state that is no JSON, or that two readers could understand in two ways" {
    printf '{"pid": 1, "bundle": "/ti' >"$state"
    run -1 hook_reads "$state" prestart
    assert_output --partial "aa-hat-hook: cannot read \"the container's state\": it is not JSON at byte"
    printf '{"pid": 1, "pid": 2}' >"$state"
    run -1 hook_reads "$state" prestart
    assert_output --partial 'it has the key "pid" twice in one object'
    printf '{"annotations": {"a": "\xff"}}' >"$state"
    run -1 hook_reads "$state" prestart
    assert_output --partial 'it is not JSON at byte'
    { printf '{"a":%.0s' {1..65}; printf '}%.0s' {1..65}; } >"$state"
    run -1 hook_reads "$state" prestart
    assert_output --partial 'it is nested deeper than 64'
    run -1 hook_reads /dev/null prestart
    assert_output --partial 'it is not JSON at byte'
}

@test "a state of more than 8 MiB" {
    make_state
    head -c 9000000 /dev/zero | tr '\0' ' ' >>"$state"
    run -1 hook_reads "$state" createRuntime
    assert_output --partial "cannot read \"the container's state\": it is longer than 8388608 bytes"
}

@test "a state with values of the wrong types, or without what is needed" {
    states_refused '[]' "cannot read \"the container's state\": it is not an object" \
        '.annotations["io.aa-hat.pool.shop"] = 1' 'annotations.io.aa-hat.pool.shop is not a text' \
        'del(.pid)' 'it is not complete: it has no "pid"' \
        '.pid = "1"' 'pid is not an integer' \
        '.pid = 0' 'pid is not a process' \
        '.bundle = "bundle"' 'bundle is not an absolute path' \
        '.bundle = "/a\nb"' 'bundle is not free of control characters' \
        '.bundle += "/nothing"' "cannot read \"$bundle/nothing/config.json\": No such file or directory (ENOENT)" \
        '.annotations["io.aa-hat.pool.shop"] = "blog"' 'config.json differ under io.aa-hat.'
}

@test "a bundle that is missing" {
    run -1 aa-hat-hook check "$bundle/nothing"
    assert_output --partial "cannot open bundle \"$bundle/nothing\": No such file or directory (ENOENT)"
}

@test "a config.json that is missing" {
    rm "$bundle/config.json"
    bundle_refused "cannot read \"$bundle/config.json\": No such file or directory (ENOENT)"
}

@test "a config.json that is a FIFO, which would keep the container's start waiting for ever" {
    rm "$bundle/config.json"
    mkfifo "$bundle/config.json"
    bundle_refused "cannot read \"$bundle/config.json\": it is not a regular file"
}

@test "a config.json that is truncated" {
    truncate -s -20 "$bundle/config.json"
    bundle_refused "cannot read \"$bundle/config.json\": it is not JSON at byte"
}

@test "a config.json that has a key twice: one profile would be checked here, and the engine would take the other" {
    sed -i 's/"apparmorProfile"/"apparmorProfile": "other", &/' "$bundle/config.json"
    bundle_refused 'it has the key "apparmorProfile" twice in one object'
}

@test "a config.json that is larger than 64 MiB" {
    truncate -s 65M "$bundle/config.json"
    bundle_refused "cannot read \"$bundle/config.json\": it is longer than 67108864 bytes"
}

@test "a config.json with values of the wrong types, or without what is needed" {
    configs_refused '[]' "$bundle/config.json\": it is not an object" \
        '.annotations["io.aa-hat.seal"] = null' 'annotations.io.aa-hat.seal is not a text' \
        '.process.apparmorProfile = []' 'process.apparmorProfile is not a text' \
        '.process.noNewPrivileges = 0' 'process.noNewPrivileges is not true or false' \
        'del(.root.path)' 'root is not complete: it has no "path"' \
        '.mounts[1] = {}' 'mounts[1] is not complete: it has no "destination"' \
        '.mounts[0].destination = "/\u001b"' 'mounts[0].destination is not free of control characters'
}

@test "a container without annotations, under a profile that requires them" {
    local words='cannot start without annotations under profile'
    host_config '{"require": ["aa-hat-*", "unconfined"]}'
    configs_refused '.annotations = {"aa-hat.pool.shop": "shop"}' "$words \"aa-hat-tenants\": the host's config" \
        'del(.annotations, .process.apparmorProfile)' "$words \"unconfined\"" \
        'del(.annotations)' 'hint: annotate the container (they may be misspelt)'
    states_refused 'del(.annotations)' "$words \"aa-hat-tenants\""
    # It looks further than the state then.
    make_bundle
    states_refused 'del(.annotations)' 'differ under io.aa-hat.'
    make_bundle 'del(.annotations) | .process.apparmorProfile = "other"'
    run -0 aa-hat-hook check "$bundle"
}

@test "annotations that config.json has and the state has not, whatever the host requires" {
    host_config
    make_state 'del(.annotations)'
    run -1 hook_reads "$state" prestart
    assert_output --partial "cannot use \"the annotations\": those of the container's state and of its config.json differ under io.aa-hat."
    # A container with none is not looked at any further.
    make_bundle 'del(.annotations, .root) | .mounts = 7 | .process.noNewPrivileges = "no"'
    make_state
    run -0 hook_reads "$state" prestart
}

@test "annotations that are unknown, not built or malformed are all told at once, by their keys" {
    local key
    make_bundle "$(annotated '{"pol.shop": "shop", "seccomp": "../strict", "template.shop": "t",
        "var.ROOT": "/srv", "shell": "bash", "roles.shop": "-a", "pool.shop": ".hidden", "pool.a/b": "shop", "user.": "shop",
        "order": "user,staff", "pool-order": "pool,pool", "seal": "Required", "no-new-privs": "yes",
        "no-new-privs.null-x": "true", "listen": "", "session": "optional "}')"
    bundle_refused '"io.aa-hat.pol.shop": there is no such key' 'hint: did you mean io.aa-hat.pool.NAME?' \
        '"io.aa-hat.pool.shop": ".hidden" is not the name of a hat' '"io.aa-hat.pool.a/b": "a/b" is not a name' \
        '"io.aa-hat.user.": "" is not a name' '"io.aa-hat.order": "staff" is not a word of its list' \
        '"io.aa-hat.pool-order": the word "pool" is doubled' '"io.aa-hat.seal": "Required" is not a value of it' \
        'hint: write required or off' '"io.aa-hat.no-new-privs": "yes" is not a value of it' \
        '"io.aa-hat.no-new-privs.null-x": "null-x" is not the name of a hat' '"io.aa-hat.listen": "" is not a value' \
        '"io.aa-hat.session": "optional " is not a value of it' \
        '"io.aa-hat.seccomp": "../strict" is not the name of a seccomp profile' \
        '"io.aa-hat.roles.shop": "-a" is not the name of a hat' '"io.aa-hat.shell": "bash" is not the path of a shell'
    for key in template.shop var.ROOT; do
        assert_output --partial \
            "cannot use the annotation \"io.aa-hat.$key\": this version of aa-hat does not build what the key asks for"
    done
    configs_refused "$(annotated '{"colour": "red"}')" 'hint: the keys are io.aa-hat.pool.NAME, ' \
        "$(annotated '{"order": ", "}')" '"io.aa-hat.order": its list is empty' \
        "$(annotated '{"pool.\u001b[31m": "\u0007"}')" '\x1b[31m'
    # The text that a tenant wrote is escaped.
    [[ $output != *$'\e'* && $output != *$'\a'* ]]
}

@test "roles: their hats must be loaded, and be among those that the host allows; check shows them" {
    make_bundle "$(annotated '{"roles.tom": "shop,nowhere"}')"
    bundle_refused 'cannot use hat "aa-hat-tenants//nowhere": the kernel has no such label loaded'
    make_bundle "$(annotated '{"roles.tom": "shop,blog", "shell.tom": "/bin/bash"}')"
    run -0 aa-hat-hook check "$bundle"
    grep -E "^role +tom +blog +aa-hat-tenants//blog +true +-$" <<<"$output"
    grep -E "^shell.tom +/bin/bash$" <<<"$output"
    host_config '{"profiles": {"aa-hat-*": {"hats": ["shop"]}}}'
    bundle_refused '"io.aa-hat.roles.tom=blog"' "does not list that hat"
}

@test "a profile that cannot hold hats" {
    local no='cannot use profile'
    configs_refused 'del(.process.apparmorProfile)' "$no: the container has no AppArmor profile" \
        '.process.apparmorProfile = "unconfined"' "$no \"unconfined\": the container is unconfined" \
        '.process.apparmorProfile += "//shop"' "$no \"aa-hat-tenants//shop\": it is itself a hat or a child profile" \
        '.process.apparmorProfile += "//&aa-hat-ordinary"' 'it is a stack of profiles' \
        '.process.apparmorProfile |= ":other:" + .' 'it is in another policy namespace' \
        '.process.apparmorProfile = "a\nb"' 'its name holds a control character' \
        '.process.apparmorProfile = "a" * 1025' 'its name is longer than 1024 bytes'
    assert_output --partial 'hint: name one loaded profile of the host'
}

@test "no_new_privs by the runtime where it is to be off" {
    configs_refused \
        '.process.noNewPrivileges = true | .annotations["io.aa-hat.no-new-privs"] = "false"' \
        'cannot use the annotation "io.aa-hat.no-new-privs=false": process.noNewPrivileges is true in config.json'
}

@test "mounts at or under /run/aa-hat" {
    configs_refused \
        '.mounts += [{"destination": "/run/aa-hat"}]' 'cannot use the mount at "/run/aa-hat": /run/aa-hat is where' \
        '.mounts += [{"destination": "/var/run//./aa-hat/plan"}]' 'the mount at "/var/run//./aa-hat/plan"'
    assert_output --partial 'hint: mount it somewhere else'
}

@test "a seccomp profile of the runtime's, by which a process in user space answers what the launcher asks the kernel" {
    local notify='"SCMP_ACT_NOTIFY"' words='cannot let a seccomp agent answer'
    configs_refused ".linux.seccomp = {defaultAction: $notify}" "$words \"every other system call\": defaultAction is" \
        ".linux.seccomp = {defaultAction: \"SCMP_ACT_ALLOW\", listenerPath: \"/run/agent.sock\",
            syscalls: [{names: [\"mount\", \"lsm_get_self_attr\", \"mmap\", \"nonsense\"], action: $notify}]}" \
        "$words \"lsm_get_self_attr\": the"
    assert_output --partial "$words \"mmap\": the" "$words \"nonsense\": the"
    assert_output --partial 'hint: take it out of the names with SCMP_ACT_NOTIFY'
    refute_output --partial '"mount"'
    # What the launcher never asks may be answered.
    make_bundle ".linux.seccomp = {defaultAction: \"SCMP_ACT_ALLOW\",
        syscalls: [{names: [\"mount\", \"mknod\", \"mknodat\"], action: $notify}]}"
    run -0 aa-hat-hook check "$bundle"
}

@test "a container that runc starts, with such a seccomp profile" {
    new_box "$idle | .linux.seccomp = {defaultAction: \"SCMP_ACT_ALLOW\", listenerPath: \"/run/agent.sock\",
        syscalls: [{names: [\"openat2\"], action: \"SCMP_ACT_NOTIFY\"}]}"
    run ! start runc
    assert_output --partial 'cannot let a seccomp agent answer' openat2
    remove_box
}

@test "annotations of crun's by which its filter is not linux.seccomp's alone" {
    local key words='cannot use the annotation'
    for key in run.oci.seccomp_bpf_data run.oci.seccomp.receiver run.oci.seccomp.plugins; do
        make_bundle ".annotations[\"$key\"] = \"\""
        bundle_refused "$words \"$key\": what it adds to crun's seccomp filter is not in linux.seccomp" \
            'hint: remove the annotation, and write the filter into linux.seccomp'
        # It is no matter of ours in a container that has none of our annotations.
        make_bundle "del(.annotations) | .annotations[\"$key\"] = \"\""
        run -0 aa-hat-hook check "$bundle"
    done
}

@test "a container that crun starts, with such an annotation" {
    # A program that allows everything, in base64.
    new_box "$idle | .annotations[\"run.oci.seccomp_bpf_data\"] = \"BgAAAAAA/38GAAAAAAD/fwYAAAAAAP9/\""
    mark_log
    run ! start crun
    remove_box
    within 10 logged 'cannot use the annotation "run.oci.seccomp_bpf_data"'
}

@test "everything that is wrong is told at once, to stderr and to syslog" {
    host_config '{"colour": "red", "launcher": "/nowhere"}'
    make_bundle '.annotations["io.aa-hat.nonsense"] = "" | .process.noNewPrivileges = true
        | .annotations["io.aa-hat.no-new-privs.shop"] = "false"
        | .process.apparmorProfile = "unconfined"'
    bundle_refused 'colour is not a key that this version knows' 'io.aa-hat.nonsense' 'process.noNewPrivileges is true' \
        'is unconfined'
    within 10 grep -q 'aa-hat-hook: cannot use the annotation "io.aa-hat.no-new-privs.shop=false"' /var/log/messages
}

@test "a stderr that nobody reads, and one that is closed: the status is 1, and the syslog has the message" {
    mark_log
    run -1 python3 -c 'import os, signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
reader, writer = os.pipe()
os.close(reader)
os.dup2(writer, 2)
os.execvp("aa-hat-hook", ["aa-hat-hook", "unread"])'
    within 10 logged 'cannot understand the argument "unread"'
    run -1 sh -c 'aa-hat-hook closed <&- >&- 2>&-'
    within 10 logged 'cannot understand the argument "closed"'
}

@test "a report that cannot be written" {
    run -1 sh -c "aa-hat-hook check '$bundle' >/dev/full"
    assert_output --partial 'cannot write to "standard output": No space left on device (ENOSPC)'
}
