# Containers whose runtime sets no_new_privs, as Kubernetes' restricted pods do: there a hat is stacked onto the profile.

# shellcheck disable=SC2154  # lib.bash sets them
load attack

setup_file() { load_policy loose; }
teardown() {
    unload_late
    [[ ! -e $box/kube ]] || podman kube down "$box/kube" >/dev/null 2>&1 3>&- || true
}
teardown_file() { remove_box; host_config; unload_policy aa-hat-unruly 2>/dev/null || true; }

# --- what a tenant becomes -----------------------------------------------------------------------------------------

@test "commands, by runc and crun: P//&P//hat, also beside the engine's own label; a stack as good as its parts" {
    local engine
    for engine in runc crun; do
        restricted_box aa-hat-tenants "$engine"
        spawn --no-new-privs "$launcher" --user www-data --
        is_stack shop "$(spawned)"
        assert_equal "$(status_of NoNewPrivs "$(spawned)")" 1
        assert_equal "$(status_of Uid "$(spawned)")" "33 33 33 33"
        run -0 in_stack --user www-data -- cat /srv/shop/secret
        run ! in_stack --user www-data -- cat /srv/blog/secret
        # Its own processes it may signal, and the host may end it.
        run -143 in_stack --user www-data -- sh -c 'tail -f /dev/null & kill $!; wait $!'
        kill -KILL "$(spawned)"
        within 10 gone "$(spawned)"
    done
}

@test "the container's first process, by runc, crun and podman" {
    local engine first='.process.args = ["'"$launcher"'", "--user", "www-data", "--", "tail", "-f", "/dev/null"]'
    for engine in runc crun podman; do
        new_box "$first | $under_no_new_privs"
        if [[ $engine == podman ]]; then
            run -0 start podman --security-opt no-new-privileges --annotation io.aa-hat.user.www-data=shop
        else
            run -0 start "$engine"
        fi
        within 30 is_stack shop "$(init_pid)"
        assert_equal "$(status_of NoNewPrivs "$(init_pid)")" 1
    done
}

@test "ordinary hats; an order that leads to one, and past one that is not there" {
    local engine
    for engine in runc crun; do
        restricted_box aa-hat-ordinary "$engine"
        spawn --no-new-privs "$launcher" --user carol --
        is_stack blog "$(spawned)"
        spawn --no-new-privs "$launcher" --user dave --
        is_stack DEFAULT "$(spawned)"
    done
}

@test "no_new_privs set by who starts the launcher, in a container without" {
    box_under aa-hat-tenants '.annotations = {"io.aa-hat.user.www-data": "shop"}'
    spawn setpriv --no-new-privs "$launcher" --user www-data --
    is_stack shop "$(spawned)"
}

@test "podman kube play: a pod as Kubernetes' restricted standard wants it, with a seccomp profile" {
    install -D -m 644 -t /etc/aa-hat/seccomp "$examples"/seccomp/*.json
    new_box
    make_kube_image
    kube_pod >"$box/kube"
    # podman takes the AppArmor profile of a pod's containers from its configuration alone.
    sed '/^\[containers\]/d' /etc/containers/containers.conf | cat <(printf '%s\n' '[containers]' \
        'apparmor_profile = "aa-hat-tenants"') - >"$box/containers.conf"
    run -0 env CONTAINERS_CONF="$box/containers.conf" podman kube play --start=false --network none "$box/kube"
    renew_cgroup_of_pod
    run -0 podman pod start tenants
    local pid; pid=$(podman inspect --format '{{.State.Pid}}' tenants-php)
    within 30 is_stack shop "$pid"
    assert_equal "$(status_of NoNewPrivs "$pid")" 1
    assert_equal "$(status_of CapBnd "$pid")" "0000000000000000"
    # The engine's own filter, and ours upon it.
    assert_equal "$(status_of Seccomp "$pid")" 2
    assert_equal "$(status_of Seccomp_filters "$pid")" 2
}

# --- what it cannot become -----------------------------------------------------------------------------------------

@test "loose hats, stacked the old way: what both allow leads out, and never past the profile" {
    local loose
    for loose in aa-hat-loose-ordinary aa-hat-loose-child; do
        restricted_box "$loose" crun
        attack_from --no-new-privs old-way stack "$profile" shop
        gets_in {self,apparmor,pid,thread-self,task,other-proc}\ changeprofile:{profile,\&blog,\&late,\&unconfined}
        gets_in {self,pid}\ exec:{profile,\&blog}
        by_syscall "syscall changeprofile:&blog" "syscall exec:&blog"
        holds changehat stack changeprofile:blog changeprofile:unconfined exec:blog exec:unconfined
    done
}

@test "loose hats with such a rule, stacked by the launcher: refused, with the rule's end" {
    local loose
    for loose in aa-hat-loose-ordinary aa-hat-loose-child; do
        restricted_box "$loose" crun
        run -125 in_stack --hat shop -- id
        assert_output --partial "cannot seal hat \"shop\": its policy has a change_profile rule that leads to $loose" \
            "hint: remove the rule"
        refute_output --partial uid=
    done
}

@test "loose hats without such a rule: stacked by the launcher they hold" {
    restricted_box aa-hat-loose-ordinary crun
    attack_from --no-new-privs setpriv --reuid 33 --regid 33 --clear-groups "$launcher" --hat still --
    nobody_in
    restricted_box aa-hat-loose-child crun
    attack_from --no-new-privs setpriv --reuid 33 --regid 33 --clear-groups "$launcher" --hat open --
    nobody_in
}

@test "a hat that hides from the kernel's questions by rules against the attr file: refused where there is only the file" {
    restricted_box aa-hat-loose-ordinary crun
    if has_syscall; then
        run -0 in_stack --hat closed -- true
    else
        run -125 in_stack --hat closed -- id
        assert_output --partial 'cannot seal hat "closed": this kernel can be asked through a file only' \
            'hint: add "@{PROC}'
    fi
}

@test "the examples' hats hold, by runc and by crun" {
    local example
    for example in "aa-hat-tenants runc" "aa-hat-ordinary crun"; do
        # shellcheck disable=SC2086  # two words
        restricted_box $example
        attack_from --no-new-privs "$launcher" --user www-data --
        nobody_in
    done
}

# --- what it leaves open, and what cannot be had -------------------------------------------------------------------

@test "an exec transition in the hat leaves the hat, not the profile; show says so" {
    unruly_policy ''
    unruly_box runc
    spawn --no-new-privs "$launcher" --hat leaky --
    assert_equal "$(label_of "$(spawned)")" "aa-hat-unruly//&unconfined (enforce)"
    run -0 in_stack show
    assert_output --partial "stacked onto the profile, and no rule leads out of both" "ux to aa-hat-unruly//&unconfined"
    run -0 aa-hat-hook check "$box"
    assert_output --partial "ux to aa-hat-unruly//&unconfined" 'needs the rule change_profile -> &aa-hat-unruly//*,'
}

@test "a profile without the rule for stacking: refused, and the line that is missing" {
    unruly_policy '/change_profile/d'
    unruly_box crun
    run -125 in_stack --hat quiet -- id
    assert_output --partial \
        "no_new_privs is set already, so that it can only be stacked onto its profile, which has no rule for that" \
        'hint: add "change_profile -> &aa-hat-unruly//*," to profile aa-hat-unruly'
}

@test "a hat in complain mode: refused; beside the engine's label also when it was that at the start" {
    local engine
    for engine in runc crun; do
        unruly_policy '/profile leaky/s/flags=(/&complain,/'
        unruly_box "$engine"
        run -125 in_stack --hat leaky -- id
        assert_output --partial 'cannot trust hat "aa-hat-unruly//leaky"'
        refute_output --partial uid=
    done
}

@test "no-new-privs=false where the runtime sets it: the container does not start" {
    new_box "$idle | $under_no_new_privs | .annotations[\"io.aa-hat.no-new-privs.shop\"] = \"false\""
    run -1 aa-hat-hook check "$box"
    assert_output --partial \
        'cannot use the annotation "io.aa-hat.no-new-privs.shop=false": process.noNewPrivileges is true' 'hint: remove'
    run ! start crun
}

# --- how -----------------------------------------------------------------------------------------------------------

under_no_new_privs='.process.noNewPrivileges = true
    | .annotations = {"io.aa-hat.user.www-data": "shop", "io.aa-hat.order": "user,group,default"}'

# restricted_box PROFILE ENGINE: a box under no_new_privs. unruly_box ENGINE: under the profile of unruly_policy.
restricted_box() { box_under "$1" "$under_no_new_privs" "$2"; }
unruly_box() { box_under aa-hat-unruly "$under_no_new_privs | .annotations = {\"io.aa-hat.pool.quiet\": \"quiet\"}" "$1"; }

# in_stack ARG...: the launcher, under no_new_privs: crun's exec does not set it by itself.
in_stack() { in_box --no-new-privs "$launcher" "$@"; }

# is_stack HAT PID: the label is a stack of the profile and the hat, in enforce mode; or with crun's own profile, which is
# in unconfined mode, so that the kernel calls the mode mixed.
is_stack() {
    local label; label=$(label_of "$2")
    [[ $label != *"//&crun"* || $label == *" (mixed)" ]] && label=${label/"//&crun"/} && label=${label/%" (mixed)"/ (enforce)}
    assert_equal "$label" "$profile//&$profile//$1 (enforce)"
}

# unruly_policy SED-SCRIPT: a profile whose hat "leaky" executes tail unconfined; changed by the script. A box that started
# before is not used again.
unruly_policy() {
    remove_box
    sed "$1" <<'END' | apparmor_parser --replace --skip-cache
abi <abi/3.0>,
include <tunables/global>

profile aa-hat-unruly flags=(attach_disconnected) {
  file, network, capability, signal, ptrace,
  change_profile -> &aa-hat-unruly//*,

  profile leaky flags=(attach_disconnected) {
    network, signal, ptrace,
    /** rwmlk,
    /{usr/,}{bin,sbin}/** ix,
    /usr/bin/tail ux,
  }
  profile quiet flags=(attach_disconnected) {
    file, network, signal, ptrace,
  }
}
END
}

# make_kube_image: nothing but folders, into which the pod mounts the machine's own.
make_kube_image() {
    tar -c -C / --no-recursion ./bin ./etc ./etc/passwd ./etc/group ./lib ./lib64 ./run ./tmp ./usr ./usr/bin ./usr/lib \
        ./usr/lib64 ./usr/lib64/ld-linux-x86-64.so.2 | podman import - localhost/kube >/dev/null
}

kube_pod() {
    cat <<END
apiVersion: v1
kind: Pod
metadata:
  name: tenants
  annotations:
    io.aa-hat.user.www-data: shop
    io.aa-hat.seccomp: php-tenant
spec:
  restartPolicy: Never
  securityContext: {runAsNonRoot: true, runAsUser: 33, runAsGroup: 33}
  containers:
    - name: php
      image: localhost/kube:latest
      imagePullPolicy: Never
      command: [/run/aa-hat/aa-exec-hat, --, tail, -f, /dev/null]
      securityContext:
        allowPrivilegeEscalation: false
        capabilities: {drop: [ALL]}
        seccompProfile: {type: RuntimeDefault}
      volumeMounts:
        - {name: lib, mountPath: /usr/lib, readOnly: true}
        - {name: bin, mountPath: /usr/bin, readOnly: true}
  volumes:
    - {name: lib, hostPath: {path: /usr/lib, type: Directory}}
    - {name: bin, hostPath: {path: /usr/bin, type: Directory}}
END
}
