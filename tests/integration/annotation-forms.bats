# The ways in which people write annotations. Each gets the same table of values, and the plan in the container that runs
# must hold exactly these words. (podman 4.3 splits at commas, Quadlet cuts at blanks, and YAML has words of its own.)

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

# Keys behind io.aa-hat., their values, and what the plan has of them, with blanks for tabs.
forms='
    order                user:group:default       order user,group,default
    pool-order           pool:user:default        pool-order pool,user,default
    no-new-privs         true                     no-new-privs true
    shell                /bin/bash                shell /bin/bash
    pool.blog            blog                     blog blog
    pool.shop            shop                     shop shop
    user.www-data        wiki                     www-data wiki
    roles.tom            shop:blog:wiki           tom shop,blog,wiki
    shell.tom            /bin/sh                  tom /bin/sh
    no-new-privs.wiki    false                    wiki false
'

files=$BATS_TEST_TMPDIR
generator=/usr/lib/systemd/system-generators/podman-system-generator
idles=(localhost/forms tail -f /dev/null)

setup_file() {
    local root=$BATS_FILE_TMPDIR/root
    mkdir -p "$root"/{dev,proc,run,sys,tmp,usr/bin}
    cp /usr/bin/busybox "$root/usr/bin/tail"
    tar -c -C "$root" . | podman import - localhost/forms >/dev/null
    # Not all of the ways have a word for the AppArmor profile. The engine's configuration has one.
    sed '/^\[containers\]/d' /etc/containers/containers.conf |
        cat <(printf '%s\n' '[containers]' "apparmor_profile = \"$profile\"") - >"$BATS_FILE_TMPDIR/containers.conf"
    export CONTAINERS_CONF=$BATS_FILE_TMPDIR/containers.conf
}
teardown_file() {
    podman image rm --force localhost/forms
    podman network rm --force forms_default
} >/dev/null 2>&1 3>&-

teardown() {
    remove_box
    { podman pod rm --all --force --time 0; podman rm --all --force --time 0; } >/dev/null 2>&1 3>&- </dev/null || true
}

# --- what arrives --------------------------------------------------------------------------------------------------

@test "podman run --annotation" {
    # shellcheck disable=SC2046  # several words
    run_podman $(written '--annotation io.aa-hat.%s=%s\n')
    all_arrived
}

@test "podman run --annotation, with values of an env file, in a shell and without quotes" {
    env_file >"$files/env"
    {
        printf '. %s\nexec podman run --detach --name tenants --network none ' "$files/env"
        # shellcheck disable=SC2016  # for the shell that reads it
        numbered '--annotation io.aa-hat.%s=$VALUE_%d '
        echo "${idles[*]}"
    } >"$files/run"
    run -0 sh "$files/run"
    all_arrived
}

@test "podman kube play, YAML without quotes" {
    kube_pod '%s: %s' >"$files/pod"
    play_pod
    all_arrived tenants-php
}

@test "Quadlet: the command line of its generator" {
    no_quadlet_here || {
        quadlet_file >"$files/tenants.container"
        run_quadlet
        all_arrived
    }
}

@test "podman-compose, a list without quotes, with values of its .env" {
    env_file >"$files/.env"
    # shellcheck disable=SC2016  # for podman-compose
    numbered '      - io.aa-hat.%s=${VALUE_%d}\n' | compose_file >"$files/compose.yaml"
    run_compose
    all_arrived
}

@test "podman-compose, a mapping: with quotes around true and false" {
    written '      io.aa-hat.%s: %s\n' | sed -E 's/(true|false)$/"&"/' | compose_file >"$files/compose.yaml"
    run_compose
    all_arrived
}

# --- what does not -------------------------------------------------------------------------------------------------

@test "Quadlet cuts a value at blanks and says nothing: that is why lists are written with colons" {
    no_quadlet_here || {
        quadlet_file | sed 's/user:group:default/user group default/' >"$files/tenants.container"
        run_quadlet
        assert_equal "$(plan_of tenants | grep ^order)" "order user"
    }
}

@test "podman 4.3 splits --annotation at commas and fails; later ones do not" {
    local status=0
    ! on_debian_12 || status=125
    run "-$status" podman run --detach --name tenants --network none --annotation io.aa-hat.order=user,group "${idles[@]}"
    if on_debian_12; then assert_output --partial 'annotations must be formatted KEY=VALUE'
    else assert_equal "$(plan_of tenants | grep ^order)" "order user,group"; fi
}

@test "podman-compose makes true and false in a mapping True and False, which are refused" {
    written '      io.aa-hat.%s: %s\n' | compose_file >"$files/compose.yaml"
    mark_log
    compose up --detach || true
    refute runs tenants
    within 10 logged 'cannot use the annotation "io.aa-hat.no-new-privs": "True" is not a value of it'
    within 10 logged 'cannot use the annotation "io.aa-hat.no-new-privs.wiki": "False" is not a value of it'
}

# --- keys ----------------------------------------------------------------------------------------------------------

@test "a key as Kubernetes has them, io.aa-hat/pool.shop: nothing starts, and the hint names the right one" {
    local engine
    for engine in runc crun; do
        new_box "$idle | .annotations = {\"io.aa-hat/pool.shop\": \"shop\"}"
        mark_log
        run ! start "$engine"
        run ! "$engine" exec tenants true
        key_was_refused
    done
    mark_log
    run ! podman run --detach --name tenants --network none --annotation io.aa-hat/pool.shop=shop "${idles[@]}"
    refute runs tenants
    podman rm tenants
    key_was_refused
    mark_log
    kube_pod '%s: %s' | sed 's,io.aa-hat.pool.shop,io.aa-hat/pool.shop,' >"$files/pod"
    run -0 podman kube play --start=false --network none "$files/pod"
    renew_cgroup_of_pod
    podman pod start tenants || true
    refute runs tenants-php
    key_was_refused
}

@test "keys that are meant for us, in other spellings, as the only ones: refused with the right one" {
    local key hint wrong=()
    make_bundle
    while read -r key hint; do
        wrong+=(".annotations = {\"$key\": \"shop\"}" "cannot use the annotation \"$key\"")
        wrong+=(".annotations = {\"$key\": \"shop\"}" "hint: write $hint")
    done <<'END'
        IO.AA-HAT.pool.shop        io.aa-hat.pool.shop
        io.aahat.pool.shop         io.aa-hat.pool.shop
        io_aa_hat_pool_shop        io.aa-hat.pool.shop
        .io.aa-hat.pool.shop       io.aa-hat.pool.shop
        io.aa-hat.pool/shop        io.aa-hat.pool.shop
        io.aa-hat.Pool.shop        io.aa-hat.pool.shop
        io.aa-hat.pool_order       io.aa-hat.pool-order
END
    configs_refused "${wrong[@]}"
    # In the engine's state alone they are seen too.
    make_bundle 'del(.annotations)'
    states_refused '.annotations = {"io.aa-hat/pool.shop": "shop"}' 'differ under io.aa-hat.'
}

@test "keys that are somebody else's: the container starts without us" {
    new_box "$idle | .annotations = {\"io.aa-hatch.x\": \"\", \"io.aahatch.x\": \"\", \"my.io.aa-hat.x\": \"\", \"io.aa-hat\": \"\"}"
    run -0 start runc
    refute grep -q " /run/aa-hat " "/proc/$(init_pid)/mountinfo"
}

# --- how -----------------------------------------------------------------------------------------------------------

on_debian_12() { grep -q '^VERSION_ID="12"' /etc/os-release; }

# Debian 12's podman is older than Quadlet.
no_quadlet_here() { [[ ! -e $generator ]] && on_debian_12; }

# written FORMAT: printf for each key and value. numbered FORMAT: for each key and the number of its line.
written() {
    local key value
    # shellcheck disable=SC2059  # a format it is
    while read -r key value _; do [[ ! $key ]] || printf -- "$1" "$key" "$value"; done <<<"$forms"
}
numbered() {
    local key i=0
    # shellcheck disable=SC2059
    while read -r key _; do [[ ! $key ]] || printf -- "$1" "$key" "$((++i))"; done <<<"$forms"
}

# env_file: VALUE_1 is the first value of the table.
env_file() { written '%.0s%s\n' | awk '{ print "VALUE_" NR "=" $0 }'; }

run_podman() { run -0 podman run --detach --name tenants --network none "$@" "${idles[@]}"; }

runs() { [[ $(podman inspect --format '{{.State.Running}}' "$1" 2>/dev/null) == true ]]; }

plan_of() {
    local pid; pid=$(podman inspect --format '{{.State.Pid}}' "$1")
    label_is "$profile" "$pid" && cat "/proc/$pid/root/run/aa-hat/plan"
}

# all_arrived [CONTAINER]: what the plan has of each of the table's keys, and of nothing else. (Lines with a tab are
# entries; those of loaded hats end in their mode.)
all_arrived() {
    local wanted
    wanted=$(while read -r _ _ line; do [[ ! $line ]] || echo "$line"; done <<<"$forms" | sort)
    assert_equal "$(plan_of "${1:-tenants}" | grep -E '^(order|pool-order|no-new-privs|shell) |'$'\t' |
        grep -v $'\tenforce$' | tr '\t' ' ' | sort)" "$wanted"
}

# kube_pod FORMAT
kube_pod() {
    cat <<END
apiVersion: v1
kind: Pod
metadata:
  name: tenants
  annotations:
$(written "    io.aa-hat.$1\n")
spec:
  restartPolicy: Never
  containers:
    - name: php
      image: localhost/forms:latest
      imagePullPolicy: Never
      command: [/usr/bin/tail, -f, /dev/null]
END
}
play_pod() {
    run -0 podman kube play --start=false --network none "$files/pod"
    renew_cgroup_of_pod
    run -0 podman pod start tenants
}

quadlet_file() {
    printf '%s\n' '[Container]' Image=localhost/forms ContainerName=tenants Network=none 'Exec=tail -f /dev/null'
    written 'Annotation=io.aa-hat.%s=%s\n'
}
# run_quadlet: what systemd would do with the unit that the generator makes of the file: %t is /run, and %N the unit's name.
# The unit's own cgroup, which it would be split from, is systemd's.
run_quadlet() {
    local command
    command=$(QUADLET_UNIT_DIRS=$files "$generator" --dryrun 2>/dev/null | sed -n 's/^ExecStart=//p' |
        sed 's,%t,/run,g; s/%N/tenants/g; s/--cgroups=split //')
    echo "$command"
    # The words of this one are not quoted otherwise than a shell reads them.
    run -0 sh -c "$command"
}

# compose_file: with the lines of its input as annotations. Debian 12's podman-compose adds a network in any case, and fails
# where network_mode names one too.
compose_file() {
    printf '%s\n' 'services:' '  tenants:' '    image: localhost/forms' '    container_name: tenants' \
        '    command: tail -f /dev/null'
    on_debian_12 || echo '    network_mode: none'
    echo '    annotations:'
    cat
}
compose() { (cd "$files" && podman-compose --project-name forms --file compose.yaml "$@"); }
run_compose() {
    run -0 compose up --detach
    within 10 runs tenants
}

key_was_refused() {
    within 10 logged 'cannot use the annotation "io.aa-hat/pool.shop": the keys of aa-hat begin with io.aa-hat. in exactly this form hint: write io.aa-hat.pool.shop'
}
