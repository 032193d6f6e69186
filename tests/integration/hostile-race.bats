# Links that change while the hook works (as in CVE-2021-30465): a second container shares a volume with the one that
# starts, and exchanges a folder there with something else, as fast as it can.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup() { mkdir -p "$outside"; }
teardown() {
    crun delete --force swapper >/dev/null 2>&1 || true
    remove_box
    rm -rf "$outside" "$volume" "$other"
}

@test "a volume at /run, in which aa-hat is now a folder and now a link out of it" {
    new_box "$free_run | $watched | .mounts += [{destination: \"/run\", type: \"bind\", source: \"$volume\", options: [\"rbind\"]}]"
    mkdir -p "$volume/aa-hat"
    ln -s "$far$outside" "$volume/swapped"
    swap_in "$volume" aa-hat swapped
    within 60 naive_is_deceived_by "$volume/aa-hat"
    rm -r "$outside/made"
    start_many
}

@test "a volume at /run, in which aa-hat is now one folder and now another" {
    new_box "$free_run | $watched | .mounts += [{destination: \"/run\", type: \"bind\", source: \"$volume\", options: [\"rbind\"]}]"
    mkdir -p "$volume"/{aa-hat,swapped}
    swap_in "$volume" aa-hat swapped
    start_many
}

@test "a root that is shared, in which /run is now a folder and now a link out of it" {
    new_box "$free_run | $watched"
    rm -r "$box/rootfs/run"
    mkdir "$box/rootfs/run"
    ln -s "$far$outside" "$box/rootfs/swapped"
    swap_in "$box/rootfs" run swapped
    within 60 naive_is_deceived_by "$box/rootfs/run"
    rm -r "$outside/made"
    start_many
}

# --- how ---------------------------------------------------------------------------------------------------------------

outside=/run/aa-hat-test/outside
volume=/run/aa-hat-test/volume
other=/run/aa-hat-test/swapper      # the second container's bundle
far=../../../../../../../../..
free_run='.mounts |= map(select(.destination != "/run/php"))'
# The hook, and then a note of its status and of where our mounts are in the container's namespace.
watched=".process.args = [\"true\"] | .hooks.prestart = [{path: \"$other/hook\"}]"

# swap_in FOLDER ONE OTHER: in a container that has FOLDER as a volume, and the box's root.
swap_in() {
    mkdir -p "$other"
    jq --arg folder "$1" --arg root "$box/rootfs" --arg one "/srv/$2" --arg other "/srv/$3" '
        .root.path = $root | .process.args = ["swap", $one, $other] | del(.hooks, .process.apparmorProfile)
        | .annotations = {} | .mounts |= map(select(.destination != "/run/php"))
        | .mounts += [{destination: "/srv", type: "bind", source: $folder, options: ["rbind"]}]' \
        "$examples/bundle/config.json" >"$other/config.json"
    crun run --detach --bundle "$other" swapper >/dev/null 2>&1 3>&- </dev/null
    cat >"$other/hook" <<END
#!/bin/bash
state=\$(cat)
aa-hat-hook prestart <<<"\$state"
status=\$?
[[ \$state =~ \\"pid\\":\ *([0-9]+) ]]
echo "\$status" \$(grep ' - tmpfs aa-hat ' "/proc/\${BASH_REMATCH[1]}/mountinfo" | cut -d' ' -f5) >>"$other/notes"
exit "\$status"
END
    chmod +x "$other/hook"
}

# naive_is_deceived_by PATH: who looks first, and makes a folder there then.
naive_is_deceived_by() {
    [[ -L $1 ]] || mkdir "$1/made"
    [[ -d $outside/made ]]
}

# start_many: until some have started and some have not. Our mounts are in /run, under the name that the folder has by then, and
# nothing is made anywhere else.
start_many() {
    local tries=0 before; before=$(cat /proc/self/mountinfo)
    until ((tries >= 15)) && grep -q '^0 ' "$other/notes" && grep -q ^1 "$other/notes"; do
        ((tries++ < 200))
        run_box crun || true
    done >/dev/null 2>&1
    run_box runc >/dev/null 2>&1 || true
    assert_equal "$(find "$outside" -mindepth 1)" ''
    assert_equal "$(find / -xdev -path "$box" -prune -o -path "$volume" -prune -o -name aa-hat -newer "$other/hook" -print)" ''
    assert_equal "$(cat /proc/self/mountinfo)" "$before"
    sort "$other/notes" | uniq -c
    assert_equal "$(grep -vE "^[01]( $box/rootfs/(run|swapped)/(aa-hat|swapped))?$" "$other/notes")" ''
}
