# Containers with a user namespace of their own: their root is an ordinary user of the host, and so are their pools.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup_file() { load_policy loose; }
teardown() { remove_box; }

@test "runc, uid mappings: pools in their hats, reload, stop" { serves_mapped runc; }

@test "crun, uid mappings: pools in their hats, reload, stop" { serves_mapped crun; }

@test "podman --uidmap: pools in their hats, reload, stop" { serves_mapped podman --uidmap 0:100000:65536 --gidmap 0:100000:65536; }

@test "a pool whose user has no place in the mapping" {
    new_mapped_box "$idle"
    echo 'far:x:70000:33::/:/usr/sbin/nologin' >>"$box/rootfs/etc/passwd"
    sed -i 's,^user =.*,user = far,' "$box/rootfs/etc/php-fpm/pool.d/shop.conf"
    start crun
    run -125 in_box "$launcher" fpm --native -- php-fpm --nodaemonize --fpm-config /etc/php-fpm/php-fpm.conf
    assert_output --partial 'cannot take the identity of a worker: Invalid argument (EINVAL) (pool shop)' \
        "hint: php-fpm needs the container's root with CAP_SETUID and CAP_SETGID"
}

@test "--user: the container's uid, in its hat, with no way back; the launcher is nobody's there" {
    new_mapped_box "$idle"' | .annotations["io.aa-hat.user.shop"] = "shop"'
    start crun
    spawn "$launcher" --user shop --
    label_is "$profile//shop" "$(spawned)"
    assert_equal "$(status_of Uid "$(spawned)")" '100033 100033 100033 100033'
    assert_equal "$(status_of NoNewPrivs "$(spawned)")" 1
    assert_equal "$(in_box stat -c '%U:%G %a' "$launcher")" 'nobody:nogroup 555'
}

@test "/run/aa-hat: its superblock is the host's, so that even a root with CAP_SYS_ADMIN there cannot open it" {
    new_mapped_box "$idle"' | .process.apparmorProfile = "aa-hat-loose-child" | .annotations = {"io.aa-hat.user.shop": "shop"}
        | .process.capabilities |= map_values(. + ["CAP_SYS_ADMIN"])'
    start crun
    local before; before=$(find "/proc/$(init_pid)/root/run/aa-hat" -type f -exec sha256sum {} +)
    run ! in_box sh -c 'mount -o remount,bind,rw /run/aa-hat && touch /run/aa-hat/new'
    run ! in_box sh -c 'mount -o remount,rw /run/aa-hat && touch /run/aa-hat/new'
    run ! in_box chmod u+s "$launcher"
    assert_equal "$(find "/proc/$(init_pid)/root/run/aa-hat" -type f -exec sha256sum {} +)" "$before"
}

# --- how ---------------------------------------------------------------------------------------------------------------

mapped='.linux.namespaces += [{type: "user"}] | .linux.uidMappings = [{containerID: 0, hostID: 100000, size: 65536}]
    | .linux.gidMappings = .linux.uidMappings'

# new_mapped_box JQ-FILTER: what the engine makes or the pools own belongs to the container's users.
new_mapped_box() {
    new_box "$1 | $mapped"
    mkdir -p "$box/rootfs/run/php"
    chown 100000:100000 "$box/rootfs/run" "$box/rootfs/run/php"
    chown -R 100033:100033 "$box"/rootfs/srv/*
    # php-fpm opens it again by /proc/self/fd/2; runc leaves it root's.
    install -m 666 /dev/null "$box/log"
}

# serves_mapped ENGINE [OPTION...]
serves_mapped() {
    local was
    new_mapped_box .
    run -0 start "$@"
    within 60 pools_in_hats
    assert_equal "$(status_of Uid "$(master)")" '100000 100000 100000 100000'
    assert_equal "$(status_of Uid "$(worker shop)")" '100033 100033 100033 100033'
    assert_equal "$(ask shop who.php /srv/shop/secret)" "shop 33 shop's secret"
    run -0 ask shop read.php /srv/blog/secret
    assert_output --partial 'Permission denied'

    was=$(workers)
    run -0 signal_box USR2
    # shellcheck disable=SC2086  # several words
    within 60 gone $was
    within 60 pools_in_hats
    was="$(master) $(workers)"
    run -0 signal_box TERM
    # shellcheck disable=SC2086
    within 60 gone $was
}
