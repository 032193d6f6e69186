# Many starts, in a row and at once, and while the policy is being reloaded: none fails. There are enough of them in
# "make soak" only.
# bats file_tags=soak

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup() { new_box "$short_lived"; }
teardown() {
    rm -f "$box/reloading"
    remove_box
}

@test "starts in a row with crun" { in_a_row "$(times 20 300)" crun; }

@test "starts in a row with runc" { in_a_row "$(times 5 60)" runc; }

@test "starts at once, with crun and with runc" {
    at_once "$(times 6 20)" crun
    at_once "$(times 6 20)" runc
}

@test "starts while the policy is reloaded with two contents in turn" {
    local started=0
    compile_both aa-hat-tenants '/srv/shop/ r,'
    touch "$box/reloading"
    reload_while "$box/reloading" 3>&- &
    until ((started >= $(times 20 200))) && reloaded_often; do
        ((started < 400))
        in_a_row 20 crun
        started=$((started + 20))
    done
    rm "$box/reloading"
    wait
}

# --- how -----------------------------------------------------------------------------------------------------------

# A container that does as little as possible, by hook and launcher.
short_lived='.annotations = {"io.aa-hat.pool.shop": "shop"} |
    .process.args = ["/run/aa-hat/aa-exec-hat", "--pool", "shop", "--", "busybox", "true"]'

in_a_row() {
    local i
    for ((i = 0; i < $1; i++)); do
        run_box "$2" >"$BATS_TEST_TMPDIR/said" 2>&1 || { echo "start $i"; cat "$BATS_TEST_TMPDIR/said"; return 1; }
    done
}

at_once() {
    local i started=()
    for ((i = 0; i < $1; i++)); do
        "$2" run --bundle "$box" "tenants-$i" >"$BATS_TEST_TMPDIR/said.$i" 2>&1 </dev/null 3>&- &
        started+=($!)
    done
    for i in "${!started[@]}"; do wait "${started[i]}" || { cat "$BATS_TEST_TMPDIR/said.$i"; return 1; }; done
}
