# The examples under each engine and hook stage: who ends up in which hat, and does it still work as a web server's
# back end; and what happens to containers that are not ours, and to the host.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

teardown() { remove_box; host_config; podman_clean; }

# --- each engine, each stage ---------------------------------------------------------------------------------------

@test "runc, prestart: pools in their hats, reload, stop" {
    serves runc
    stops_by signal_box TERM
}

@test "crun, prestart: pools in their hats, reload, kill" {
    serves crun
    stops_by signal_box KILL
}

@test "podman, hooks.d: pools in their hats, reload, stop; started again, kill" {
    serves podman
    stops_by podman stop --time 20 tenants
    run -0 podman start tenants
    within 60 pools_in_hats
    stops_by podman kill tenants
}

@test "runc, createRuntime: pools in their hats, reload, quit" {
    serves runc "$create_runtime"
    stops_by signal_box QUIT
}

@test "crun, createRuntime: pools in their hats, reload, stop" {
    serves crun "$create_runtime"
    stops_by signal_box TERM
}

@test "runc, both stages at once: the second finds the work done" {
    serves runc "$create_runtime | .hooks.prestart = .hooks.createRuntime"
    assert_equal "$(grep -c ' /run/aa-hat ' "/proc/$(master)/mountinfo")" 1
    stops_by signal_box KILL
}

@test "a read-only root" {
    serves crun '.root.readonly = true'
    run ! in_box touch /srv/file
    assert_output --partial "Read-only file system"
}

@test "an image whose entrypoint is the launcher (Containerfile)" {
    new_box
    make_base_image
    run -0 podman build --layers=false --pull=never --tag localhost/tenants \
        --file "$examples/podman/Containerfile" "$examples"
    echo podman >"$box/engine"
    run -0 "$examples/podman/run.sh" --network none --pidfile "$box/pid" --volume /usr/lib:/usr/lib:ro \
        --volume "$(echo /usr/sbin/php-fpm8*):/usr/sbin/php-fpm:ro" localhost/tenants
    within 60 pools_in_hats
    stops_by podman stop --time 20 tenants
}

@test "Debian 13: all this under the distribution's own profiles of runc and crun" {
    local engine label runs
    for engine in runc crun; do
        new_box "$idle"
        echo "$engine" >"$box/engine"
        "$engine" run --bundle "$box" tenants >/dev/null 2>&1 3>&- </dev/null &
        runs=$!
        label="$engine (unconfined)"
        # Debian 12 has none.
        ! grep -q '^VERSION_ID="12"' /etc/os-release || label=unconfined
        within 20 in_box true
        assert_equal "$(label_of "$runs")" "$label"
    done
}

# --- those that are not ours, and the host -------------------------------------------------------------------------

@test "a container without our annotations is left alone" {
    local engine
    for engine in runc podman; do
        new_box "$idle | .annotations = {}"
        # podman takes annotations from its command line, which says nothing here.
        sed -i '/io\.aa-hat\./d' "$box/config.json"
        run -0 start_without_annotations "$engine"
        refute grep -q " /run/aa-hat " "/proc/$(master)/mountinfo"
        refute ls -d "$box/rootfs/run/aa-hat"
    done
}

@test "with misspelt annotations nothing runs; the host's require says so, and before" {
    local misspelt='.annotations = {"aa-hat.pool.shop": "shop"}'
    new_box "$misspelt"
    run ! start runc
    assert_output --partial "$launcher"
    host_config '{"require": ["aa-hat-*"]}'
    new_box "$misspelt"
    run ! start runc
    assert_output --partial "aa-hat-hook: cannot" "require"
}

@test "the host's require is not passed by with another spelling of the profile's name, or one of its hats" {
    local name
    for name in " $profile" "$profile//&unconfined" "$profile//shop"; do
        host_config
        new_box "$idle | .annotations = {} | .process.apparmorProfile = \"$name\""
        run -0 start runc
        label_is "${name# }" "$(master)"
        host_config "{\"require\": [\"$profile\"]}"
        remove_box
        new_box "$idle | .annotations = {} | .process.apparmorProfile = \"$name\""
        run ! start runc
        assert_output --partial "aa-hat-hook: cannot" "require"
    done
}

@test "nothing is left on the host but the empty folder in the root" {
    new_box
    local before; before=$(cat /proc/self/mountinfo)
    run -0 start runc
    within 60 pools_in_hats
    assert_equal "$(grep -v " $box/tenants\| /run/runc" /proc/self/mountinfo)" "$before"
    runc delete --force tenants
    assert_equal "$(cat /proc/self/mountinfo)" "$before"
    assert_equal "$(cd "$box/upper" && find . -path '*aa-hat*')" ./run/aa-hat
    refute pgrep -l aa-hat
}

# --- how -----------------------------------------------------------------------------------------------------------

create_runtime='.hooks = {"createRuntime": (.hooks.prestart | .[0].args[1] = "createRuntime")}'

# serves ENGINE [JQ-FILTER]: the example starts, answers and reloads.
serves() {
    local was
    new_box "${2:-.}"
    run -0 start "$1"
    within 60 pools_in_hats
    pools_answer

    was="$(master) $(workers)"
    run -0 signal_box USR2
    # shellcheck disable=SC2086  # several words
    within 60 gone ${was#* }
    within 60 pools_in_hats
    assert_equal "$(master)" "${was%% *}"
    assert_equal "$(ask blog who.php /srv/blog/secret)" "blog 33 blog's secret"
}

# pools_answer: each pool answers as itself and reads its own file, though all of them have uid 33.
pools_answer() {
    local pool
    for pool in "${pools[@]}"; do
        assert_equal "$(ask "$pool" who.php "/srv/$pool/secret")" "$pool 33 $pool's secret"
    done
}

# stops_by COMMAND...: after which all of the container's processes end.
stops_by() {
    local processes; processes="$(master) $(workers)"
    run -0 "$@"
    # shellcheck disable=SC2086  # several words
    within 30 gone $processes
}

start_without_annotations() {
    echo "$1" >"$box/engine"
    if [[ $1 == runc ]]; then start runc; else
        podman run --detach --name tenants --network none --pidfile "$box/pid" \
            --security-opt apparmor="$profile" --rootfs "$box/rootfs" tail -f /dev/null
    fi
}

# make_base_image: what the Containerfile builds on. php-fpm and its libraries come as volumes: podman would take a long
# time to import them.
make_base_image() {
    tar -c -C / --no-recursion ./etc/passwd ./etc/group ./lib ./lib64 ./run ./srv ./tmp ./usr ./usr/lib \
        ./usr/lib64 ./usr/lib64/ld-linux-x86-64.so.2 ./usr/sbin | podman import - localhost/php >/dev/null
}

podman_clean() { podman image rm --force localhost/tenants localhost/php >/dev/null 2>&1 3>&- || true; }
