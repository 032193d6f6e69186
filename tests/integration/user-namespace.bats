# Containers with a user namespace of their own: root in there is an ordinary user of the host.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

setup_file() { load_policy loose; }
teardown() { remove_box; }

@test "runc and crun with uid mappings: pools in their hats, reload, stop" {
    local engine was
    for engine in runc crun; do
        new_box "$mapped"
        shift_owners
        expect 0 start "$engine"
        within 60 pools_in_hats
        is "100000 100000 100000 100000" "$(status_of Uid "$(master)")"
        is "100033 100033 100033 100033" "$(status_of Uid "$(worker shop)")"
        is "shop 33 shop's secret" "$(ask shop who.php /srv/shop/secret)"
        expect 0 ask shop read.php /srv/blog/secret
        says 'Permission denied'
        was=$(workers)
        expect 0 signal_box USR2
        # shellcheck disable=SC2086  # several words
        within 60 gone $was
        within 60 pools_in_hats
        was="$(master) $(workers)"
        expect 0 signal_box TERM
        # shellcheck disable=SC2086  # several words
        within 60 gone $was
    done
}
