# What aa-hat-hook refuses for the sake of the host: its configuration, its launcher, its policy, and who runs it.

# shellcheck disable=SC2154  # lib.bash and refusals.bash set them
load refusals

setup() { make_bundle; }
teardown() { host_config; }

# floor_refused FLOOR ANNOTATIONS WORDS...: the annotations, under a configuration whose only entry has FLOOR.
floor_refused() {
    make_bundle "$(annotated "$2")"
    host_refused "{\"profiles\": {\"aa-hat-*\": $1}}" "${@:3}"
}

# launcher_refused FILE WORDS...
launcher_refused() {
    run -1 aa-hat-hook --launcher "$1" check "$bundle"
    assert_output --partial "cannot use launcher \"$1\"" "${@:2}"
}

# in_other_mounts COMMANDS: the bundle checked where the shell COMMANDS have changed the mounts before.
in_other_mounts() { run -1 unshare --mount sh -c "$1; aa-hat-hook check '$bundle'"; }

@test "a configuration that cannot be read as it is meant" {
    host_refused '{"require": []' 'cannot read "/etc/aa-hat/config.json": it is not JSON at byte'
    host_refused '// comments are allowed
        {"require": [], "requires": []}' 'requires is not a key that this version knows'
    host_refused '{"require": [""], "launcher": "aa-exec-hat", "seccompFolder": 1, "profiles": {"*": {"hat": [],
        "hats": [1], "session": "weak", "seal": "on", "listen": "no", "noNewPrivs": 1}}}' \
        'require[0] is not a glob: it is empty' 'launcher is not an absolute path' 'seccompFolder is not a text' \
        'profiles.*.hat is not a key that this version knows' 'hats[0] is not a text' \
        'session is not "required" or "optional"' 'seal is not "required" or "off"' \
        'listen is not "private" or "shared"' 'noNewPrivs is not true or false'
    host_refused '{"require": [], "require": []}' 'it has the key "require" twice in one object'
}

@test "a configuration that others than root may write" {
    local file=/etc/aa-hat/config.json remedy='hint: chown root:root and chmod go-w it'
    host_config '{}'
    chmod g+w "$file"
    bundle_refused "cannot read \"$file\": it can be written by others than its owner" "$remedy"
    host_config '{}'
    chown nobody "$file"
    bundle_refused 'it belongs to uid 65534, not to root' "$remedy"
}

@test "a configuration that is a folder" {
    mkdir -p /etc/aa-hat/config.json
    bundle_refused 'it is not a regular file'
}

@test "a configuration that is a link to nowhere: a mistake, not the wish for the defaults" {
    mkdir -p /etc/aa-hat
    ln -s /nowhere /etc/aa-hat/config.json
    bundle_refused 'cannot read "/etc/aa-hat/config.json": No such file or directory (ENOENT)'
}

@test "a configuration that is too long" {
    host_config '{}'
    truncate -s 2M /etc/aa-hat/config.json
    bundle_refused 'it is longer than 1048576 bytes'
}

@test "a configuration that is named on the command line, and missing" {
    run -1 aa-hat-hook --config /nowhere check "$bundle"
    assert_output --partial 'cannot read "/nowhere": No such file or directory (ENOENT)'
}

@test "a profile for which the host's configuration has no entry" {
    host_refused '{"profiles": {"web-*": {}}}' 'cannot allow profile "aa-hat-tenants": no entry in profiles' \
        'hint: add one, or start the container under another profile'
}

@test "annotations that are weaker than the host's floor" {
    local entry='the entry "aa-hat-*" of the host'\''s config'
    floor_refused '{"hats": ["shop", "wiki*"]}' '{"pool.a": "shop", "pool.b": "blog", "user.c": "wiki"}' \
        "cannot allow \"io.aa-hat.pool.b=blog\": $entry does not list that hat in hats"
    refute_output --partial 'pool.a=shop' 'user.c=wiki'
    floor_refused '{"noNewPrivs": true}' '{"no-new-privs": "false", "no-new-privs.shop": "false"}' \
        "cannot allow \"io.aa-hat.no-new-privs=false\": $entry has noNewPrivs true" \
        'cannot allow "io.aa-hat.no-new-privs.shop=false"'
    # What is not in the configuration is as strict as it can be.
    floor_refused '{}' '{"session": "optional", "seal": "off", "listen": "shared", "pool.shop": "shop"}' \
        "cannot allow \"io.aa-hat.session=optional\": $entry has session required for this profile" \
        "cannot allow \"io.aa-hat.seal=off\": $entry has seal required for this profile" \
        "cannot allow \"io.aa-hat.listen=shared\": $entry has listen private for this profile" \
        'hint: remove the annotation, or change that entry'
}

@test "a launcher that is missing, or that others than root may write" {
    local file=$BATS_TEST_TMPDIR/launcher
    launcher_refused /nowhere 'No such file or directory (ENOENT)'
    launcher_refused / 'it is not a regular file'
    cp /usr/local/bin/aa-exec-hat "$file"
    chmod o+w "$file"
    launcher_refused "$file" 'it can be written by others than its owner'
    chmod o-w "$file"
    chown nobody "$file"
    launcher_refused "$file" 'it belongs to uid 65534, not to root' 'hint: chown root:root and chmod go-w it'
    # The one that the host's configuration names, too.
    host_refused "{\"launcher\": \"$file\"}" "cannot use launcher \"$file\": it belongs to uid 65534"
}

@test "a launcher that is no static program of this machine" {
    local file=$BATS_TEST_TMPDIR/launcher remedy='hint: name the aa-exec-hat of this version'
    launcher_refused "$(readlink -f /bin/true)" "it is not static: the image's own dynamic linker would run first" \
        "$remedy"
    launcher_refused "$programs/../tests/run-suite" 'it is not a program of this machine' "$remedy"
    truncate -s 17M "$file"
    launcher_refused "$file" 'it is longer than 16 MiB' "$remedy"
    cp /usr/local/bin/aa-exec-hat "$file"
    patch_launcher() { printf '%b' "$2" | dd of="$file" bs=1 seek="$1" conv=notrunc status=none; }
    patch_launcher 32 '\x00\x20'     # e_phoff
    launcher_refused "$file" 'it has program headers where none are read' "$remedy"
    patch_launcher 56 '\x00\x00'     # e_phnum
    launcher_refused "$file" 'it has no program headers' "$remedy"
    patch_launcher 18 '\x08\x00'     # e_machine: MIPS
    launcher_refused "$file" 'it is not a program of this machine' "$remedy"
}

@test "a profile or a hat that is not loaded" {
    make_bundle '.process.apparmorProfile = "web"'
    bundle_refused 'cannot use profile "web": the kernel has no such label loaded' \
        'hint: load it with apparmor_parser -r'
    refute_output --partial 'cannot use hat'
    make_bundle '.annotations["io.aa-hat.pool.shop"] = "shoe" | .annotations["io.aa-hat.user.x"] = "DEFAULT"
        | .annotations["io.aa-hat.no-new-privs.late"] = "true"'
    bundle_refused 'cannot use hat "aa-hat-tenants//shoe": the kernel has no such label loaded' \
        'cannot use hat "aa-hat-tenants//DEFAULT"' 'cannot use hat "aa-hat-tenants//late"' \
        'hint: add the hat (^NAME) or child profile to the policy, and load it with apparmor_parser -r'
    refute_output --partial 'aa-hat-tenants//blog'
}

@test "a profile or a hat in complain or unconfined mode" {
    local remedy='hint: put it into enforce mode (aa-enforce, or remove its "flags=")'
    make_bundle "$under_changed"
    changed_policy '/profile wiki/s/flags=(/&complain,/'
    bundle_refused 'cannot use hat "aa-hat-changed//wiki": it is in complain mode, which does not confine' "$remedy"
    refute_output --partial 'profile "aa-hat-changed"' '//shop'
    changed_policy 's/flags=(/&complain,/'
    bundle_refused 'cannot use profile "aa-hat-changed": it is in complain mode' \
        'cannot use hat "aa-hat-changed//shop": it is in complain mode' "$remedy"
    unload_policy aa-hat-changed
    echo 'profile aa-hat-changed flags=(unconfined) {}' | apparmor_parser --replace
    bundle_refused 'cannot use profile "aa-hat-changed": it is in unconfined mode, which does not confine' "$remedy"
    unload_policy aa-hat-changed
}

@test "an AppArmor that cannot be asked" {
    # Where securityfs is not mounted the hook asks the kernel for one, if it may.
    run -0 unshare --mount sh -c "umount /sys/kernel/security; aa-hat-hook check '$bundle'"
    run -1 unshare --mount sh -c "umount /sys/kernel/security
        exec setpriv --bounding-set -sys_admin aa-hat-hook check '$bundle'"
    assert_output --partial 'cannot read "/sys/kernel/security/apparmor/profiles": No such file or directory (ENOENT)' \
        'hint: mount securityfs at /sys/kernel/security; reading it needs root'
    in_other_mounts 'mount --bind /etc/hostname /sys/kernel/security/apparmor/profiles'
    assert_output --partial 'it is not in securityfs' 'hint: run the hook on the host'
    in_other_mounts 'mount -t tmpfs none /sys'
    assert_output --partial 'cannot use "AppArmor": this kernel does not have it, or /sys is not mounted' \
        'hint: boot with apparmor=1'
}

@test "rootless: not root, a root of a user namespace, or a /proc that does not tell" {
    local hint='hint: run the engine as root; rootless containers are not supported'
    chmod -R a+rX "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR"
    run -1 setpriv --reuid nobody --regid nogroup --clear-groups aa-hat-hook check "$bundle"
    assert_output --partial 'aa-hat-hook: cannot run: it is not run by root' "$hint"
    run -1 unshare --user --map-root-user aa-hat-hook check "$bundle"
    assert_output --partial 'aa-hat-hook: cannot run: it runs in a user namespace, as the hooks of a rootless engine do' \
        "$hint"
    in_other_mounts 'mount -t tmpfs none /proc'
    assert_output --partial 'cannot read "/proc/self/uid_map": No such file or directory (ENOENT)'
}
