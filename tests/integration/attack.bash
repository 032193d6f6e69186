# shellcheck shell=bash disable=SC2034,SC2154  # for the suites; from lib.bash
# What the suites share that try to get out of a hat by AppArmor's own interfaces (programs/attack).

load "${BASH_SOURCE[0]%/*}/lib.bash"

# attack_from COMMAND...: the attack, started by COMMAND. The late neighbour comes when it is already in its hat.
shared=srv/shop/tmp
attack_from() {
    local attacker
    unload_late
    rm -f "$box/rootfs/$shared"/{ready,go}
    in_box "$@" attack "$profile" /srv/blog/secret "/$shared/ready" "/$shared/go" >"$box/attack" 2>&1 3>&- </dev/null &
    attacker=$!
    within 20 ready_or_dead "$box/rootfs/$shared/ready" "$attacker"
    load_late
    touch "$box/rootfs/$shared/go"
    wait "$attacker" || true
    output=$(<"$box/attack")
    echo "$output"
    # It ran, all of it, and could not read the neighbour's file from the start.
    assert_output --partial "before - EACCES" "done"
    assert_equal "$(grep -cE '^[a-z-]+ (changehat|changeprofile|stack|exec|stack-exec):' <<<"$output")" 112
}

ready_or_dead() { [[ -e $1 ]] || refute alive "$2"; }

load_late() {
    local kind=profile
    [[ $profile != *-ordinary ]] || kind=hat
    apparmor_parser --replace <<<"abi <abi/3.0>, $kind $profile//late flags=(attach_disconnected) { file, signal, }"
    echo "$profile//late" >/run/aa-hat-test/late
}

unload_late() {
    [[ ! -e /run/aa-hat-test/late ]] || unload_policy "$(</run/aa-hat-test/late)"
    rm -f /run/aa-hat-test/late
}

# gets_in TRY...: each of these reads the neighbour's file. by_syscall TRY...: where the kernel has the system call.
gets_in() { assert_output --partial "${@/%/ reads}"; }
by_syscall() {
    if has_syscall; then gets_in "$@"; else assert_output --partial "${@/%/ ENOSYS}"; fi
}

# holds WORD...: no try with such a way or command reads it.
holds() {
    local word
    for word; do refute grep -E "(^| )${word}[ :-].* reads\$" <<<"$output"; done
}
nobody_in() { refute_output --partial " reads"; }
