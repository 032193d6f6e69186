# What the host's administrator does not allow, in a running container; and what check warns of beforehand.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup_file() { changed_policy ''; }
teardown() {
    remove_box
    host_config
    restore_policy
}
teardown_file() { unload_policy aa-hat-changed; }

tenants='.annotations = {"io.aa-hat.pool.shop": "shop", "io.aa-hat.order": "user"}'

@test "hats that the host does not list are not entered by order or by command line either" {
    box_under aa-hat-tenants "$tenants"
    run -0 in_box "$launcher" --hat blog -- true
    run -0 in_box "$launcher" --user blog -- true

    host_config '{"profiles": {"aa-hat-*": {"hats": ["sho?"]}}}'
    remove_box
    box_under aa-hat-tenants "$tenants"
    run -0 in_box "$launcher" --pool shop -- true
    run -0 in_box "$launcher" --user shop -- true
    local words='cannot use hat "aa-hat-tenants//blog": the host'\''s configuration does not list it in hats'
    launcher_refused "$words" 'hint: name another hat' -- "$launcher" --hat blog -- true
    launcher_refused "$words" -- "$launcher" --user blog -- true
}

@test "noNewPrivs of the host forbids php-fpm's own entry, which cannot have it" {
    host_config '{"profiles": {"aa-hat-*": {"noNewPrivs": true}}}'
    new_box
    run -125 run_box crun
    assert_output --partial 'cannot start php-fpm with hats: the host'\''s configuration has noNewPrivs true' \
        'hint: set "noNewPrivs": false'
}

@test "check warns of hats that the profile, the host's root or a confined engine cannot end" {
    make_bundle
    run -0 aa-hat-hook check "$bundle"
    refute_output --partial "cannot be ended"

    changed_policy '/profile shop/,/^  }/s/signal (receive) peer=aa-hat-changed,//'
    make_bundle "$under_changed"
    run -0 aa-hat-hook check "$bundle"
    assert_output --partial "warning: hat aa-hat-changed//shop cannot be ended by aa-hat-changed: it needs"
    refute_output --partial "hat aa-hat-changed//blog"

    changed_policy 's/peer={unconfined,runc,crun,podman}/peer=nobody/'
    run -0 aa-hat-hook check "$bundle"
    assert_output --partial "warning: hat aa-hat-changed//blog cannot be ended by unconfined"
}

@test "what check warns of is so: without the rule, the host's root cannot kill a tenant" {
    box_under aa-hat-changed "$tenants"
    spawn "$launcher" --pool shop --
    changed_policy 's/peer={unconfined,runc,crun,podman}/peer=nobody/'
    run ! kill -KILL "$(spawned)"
    alive "$(spawned)"
    changed_policy ''
    run -0 kill -KILL "$(spawned)"
    within 10 gone "$(spawned)"
}
