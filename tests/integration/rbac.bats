# Each configuration of spec-examples/rbac, which are those of AppArmor's RBAC page: loaded, and everybody logs in.

# shellcheck disable=SC2030,SC2031,SC2154  # each test is a process; login.bash sets the rest
load login

rbac=$examples/rbac
teardown() { remove_box; }

@test "default-order: by primary groups, and DEFAULT for the rest" {
    rbac_box default-order
    logged_in tom=users jack=users jane=wheel root=wheel dave=DEFAULT
}

@test "user-first: tom, else groups, else DEFAULT" {
    rbac_box user-first
    logged_in tom=tom jack=users jane=wheel root=wheel dave=DEFAULT
}

@test "no-default: who is not in the policy does not log in" {
    rbac_box no-default
    logged_in tom=tom jane=wheel root=wheel
    local user
    for user in jack dave; do
        run -125 in_box "$launcher" login --user "$user" -c "$label"
        assert_output --partial "none of these hats exists"
    done
}

@test "unconfined-others: DEFAULT leads out of every profile" {
    rbac_box unconfined-others
    logged_in tom=tom
    run -0 in_box "$launcher" login --user jack -c "$label"
    assert_output unconfined
    gives_away DEFAULT
}

@test "stubs: a stub leads to the login shell's own profile and nowhere else; under no_new_privs not even there" {
    rbac_box stubs
    cp /usr/bin/bash "$box/rootfs/usr/local/bin/user_bash"
    labels_are tom="rbac-user-shell (enforce)" jane="rbac-admin-shell (enforce)" root="rbac-admin-shell (enforce)"
    run -126 in_box "$launcher" --user tom -- /bin/sh -c "$label"
    gives_away tom
    gives_away wheel
    rbac_box stubs 'del(.annotations["io.aa-hat.no-new-privs.tom"])'
    cp /usr/bin/bash "$box/rootfs/usr/local/bin/user_bash"
    run -126 in_box "$launcher" login --user tom -c "$label"
}

@test "whole-roles: the hat is all of the role; who has which, annotations say" {
    rbac_box whole-roles
    install -d -m 777 "$box"/rootfs/srv/{books,web}
    logged_in tom=clerk jack=clerk jane=webmaster
    does tom 'echo x >/srv/books/tom'
    does_not tom 'echo x >/srv/web/tom'
    does jane 'echo x >/srv/web/jane'
    does_not jane 'cat /srv/books/tom'
    does jack 'echo x >/srv/web/jack' --role webmaster
    does_not jack 'cat /srv/books/tom' --role webmaster
    does_not tom "$label" --role webmaster
}

@test "unconfined-wheel: tom is confined, members of wheel are not, and show says what that gives away" {
    rbac_box unconfined-wheel
    logged_in tom=tom
    labels_are jane=unconfined root=unconfined
    gives_away wheel
}

@test "names-as-roles: each name its hat; where there is only a uid, the first, and the other as its role" {
    rbac_box names-as-roles
    logged_in tom=tom tom_admin=tom_admin jane=jane jane_admin=jane_admin
    run -0 in_box "$launcher" login --user tom --role tom_admin -c "$label"
    assert_output "$profile//tom_admin (enforce)"
    run -0 as 1000 LOGNAME=tom_admin "$shell" -c "$label"
    assert_output "$profile//tom (enforce)"
    run -0 as 1000 AA_HAT_ROLE=tom_admin "$shell" -c "$label"
    assert_output "$profile//tom_admin (enforce)"
    run -0 in_box "$launcher" show
    assert_output --partial "uid 1000 has the names tom, tom_admin" "uid 1000 is shared by hats tom, tom_admin"
}

@test "shared-hats: two services, the same hats" {
    local service
    apparmor_parser --replace -I /etc/apparmor.d -I "$rbac" "$rbac/shared-hats/other-profile"
    for service in ssh console; do
        rbac_box shared-hats ".process.apparmorProfile = \"rbac-shared-$service\"" "rbac-shared-$service"
        logged_in tom=users jack=users jane=wheel root=wheel
    done
}

@test "every folder has a test here, and its line in the README" {
    local folder
    for folder in "$rbac"/*/; do
        folder=$(basename "$folder")
        grep -q "rbac_box $folder" "$BATS_TEST_FILENAME"
        grep -qF "| \`$folder\` |" "$rbac/README.md"
    done
}

# --- how -----------------------------------------------------------------------------------------------------------

# rbac_box FOLDER [JQ [PROFILE]]: a box with its policy, annotations and users.
rbac_box() {
    apparmor_parser --replace -I /etc/apparmor.d -I "$rbac" "$rbac/$1/profile"
    box_under "${3:-rbac-$1}" "$more_capabilities | .annotations = $(<"$rbac/$1/annotations.json") | ${2:-.}"
    add_users "$rbac/passwd"
    cat "$rbac/group" >>"$box/rootfs/etc/group"
    sed -i 's/^root:x:0:0:/root:x:0:2000:/' "$box/rootfs/etc/passwd"
    rm -f "$box/rootfs/root/.profile"    # which the hats may not read, and the shell says so
}

# labels_are USER=LABEL..., logged_in USER=HAT...: what each login is in, by the kernel's word.
labels_are() {
    local pair
    for pair; do
        run -0 in_box "$launcher" login --user "${pair%%=*}" -c "$label" || return
        assert_output "${pair#*=}" || return
    done
}
logged_in() {
    local pair
    for pair; do labels_are "${pair%%=*}=$profile//${pair#*=} (enforce)" || return; done
}

# does USER COMMAND [OPTION...], does_not: in a login.
does() { run -0 in_box "$launcher" login --user "$1" "${@:3}" -c "$2"; }
does_not() { run ! in_box "$launcher" login --user "$1" "${@:3}" -c "$2"; }

# gives_away HAT: show says that without no_new_privs the hat's policy decides.
gives_away() {
    run -0 in_box "$launcher" show
    grep -E "^ *$1 .*without no_new_privs, so setuid programs and the px, cx, ux of its policy work" <<<"$output"
}
