# A seccomp filter for each tenant. The kernel's word counts: /proc/PID/status, the filter as ptrace gives it back, and calls
# that are made by their numbers.

# shellcheck disable=SC2154,SC2016,SC2030,SC2031  # lib.bash sets them; jq's variables; each test is a process
load lib

seccomp_folder=/etc/aa-hat/seccomp
filters=/run/aa-hat-test/filters

setup_file() {
    install -D -m 644 -t "$seccomp_folder" "$examples"/seccomp/*.json
    mkdir -p "$filters"
}
teardown() {
    stop_helpers
    remove_box
    host_config
    echo 5 >/proc/sys/kernel/printk_ratelimit
}
teardown_file() { rm -rf "$seccomp_folder" "$filters"; }

# --- what a tenant gets --------------------------------------------------------------------------------------------

@test "hats with a profile of their own, with that of all, and a login without a hat; nothing without the annotation" {
    host_config '{"profiles": {"aa-hat-*": {"session": "optional"}}}'
    other_filter ours sysinfo 33
    other_filter all sysinfo 44
    box_with '"io.aa-hat.user.www-data": "shop", "io.aa-hat.order": "user", "io.aa-hat.session": "optional",
        "io.aa-hat.seccomp": "all", "io.aa-hat.seccomp.shop": "ours"'
    spawn "$launcher" --user www-data --
    filters_are "2 1 1" "$(spawned)"
    run -0 in_box "$launcher" --user www-data -- errno_of sysinfo
    assert_output --partial 33
    run -0 in_box "$launcher" --hat blog -- errno_of sysinfo
    assert_output --partial 44
    run -0 in_box "$launcher" --user dave -- errno_of sysinfo
    assert_output --partial 44
    box_with '"io.aa-hat.user.www-data": "shop"'
    spawn "$launcher" --user www-data --
    filters_are "0 0 1" "$(spawned)"
}

@test "the runtime's own filter stays in force below; under podman's too" {
    other_filter ours sysinfo 33
    box_with "$ours" '.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW",
        syscalls: [{names: ["sysinfo"], action: "SCMP_ACT_ERRNO", errnoRet: 44}, {names: ["getitimer"], action: "SCMP_ACT_ERRNO"}]}'
    spawn "$launcher" --user www-data --
    filters_are "2 2 1" "$(spawned)"
    run -0 in_box "$launcher" --user www-data -- errno_of getitimer
    assert_output --partial 1
    run -0 in_box "$launcher" --user www-data -- errno_of sysinfo
    assert_output --partial 33

    new_box '.process.args = ["'"$launcher"'", "--user", "www-data", "--", "tail", "-f", "/dev/null"]'
    run -0 start podman --annotation io.aa-hat.user.www-data=shop --annotation io.aa-hat.seccomp=ours
    # The launcher is in the hat before it loads the filter.
    within 30 filters_are "2 2 1" "$(init_pid)"
    label_is "$profile//shop" "$(init_pid)"
}

@test "each call that the shipped profiles deny: tried by its number, after it has been seen to work" {
    local name not_everywhere="open_tree_attr|lsm_set_self_attr|abi=x32|kexec_load|kexec_file_load"
    # Without a filter, for the host's root: no call gives what a filter would. The kernel need not have all of them.
    run -0 "$programs/calls"
    assert_equal "$(grep -E ' (EPERM|SIG.*)$' <<<"$output")" ""
    assert_equal "$(grep ' ENOSYS$' <<<"$output" | grep -vE "^($not_everywhere) ")" ""
    # Every name of the profiles is among them.
    assert_equal "$(sed 's/[ =].*//; /^abi$/d' <<<"$output" | sort -u)" \
        "$(jq -r '.syscalls[].names[]' "$examples/seccomp/php-tenant.json" | sort -u)"

    # In a hat without one: some of what AppArmor leaves open between tenants.
    box_with '"io.aa-hat.user.www-data": "shop", "io.aa-hat.seccomp.blog": "php-tenant", "io.aa-hat.seccomp.wiki": "login-tenant"'
    run -0 in_box "$launcher" --hat shop -- calls
    for name in keyctl add_key shmget io_uring_setup fcntl=setsig setpriority=other abi=i386; do
        assert_output --partial "$name ok"
    done

    run -0 in_box "$launcher" --hat blog -- calls
    assert_equal "$(denied | grep -vE ' EPERM$')" ""
    assert_equal "$(grep -E '^(clone3|lsm_set_self_attr|abi=.*) ' <<<"$output" | paste -sd' ')" \
        "clone3 ENOSYS lsm_set_self_attr ENOSYS abi=i386 SIGSYS abi=x32 SIGSYS"
    run -0 in_box "$launcher" --hat wiki -- calls
    assert_output --partial "semget ok" "shmget ok" "msgget ok"
    assert_equal "$(denied | grep -vE '^(sem|shm|msg)' | grep -vE ' EPERM$')" ""
}

@test "the same JSON, compiled by us and by runc: the same decision for every number on every ABI" {
    local file name
    make_profiles
    for file in "$seccomp_folder"/same-*.json; do
        name=$(basename "$file" .json)
        box_with "\"io.aa-hat.user.www-data\": \"shop\", \"io.aa-hat.seccomp\": \"$name\""
        spawn "$launcher" --user www-data --
        run -0 "$programs/filter" dump "$(spawned)" "$filters/ours"
        new_box "$idle | .annotations = {} | del(.hooks)"
        jq --slurpfile seccomp "$file" '.linux.seccomp = $seccomp[0]' "$box/config.json" >"$box/config.new"
        mv "$box/config.new" "$box/config.json"
        run -0 start runc
        run -0 "$programs/filter" dump "$(init_pid)" "$filters/runc"
        run -0 "$programs/filter" compare "$filters/ours" "$filters/runc"
        assert_output --partial " 0 differ"
    done
}

# --- what is refused -----------------------------------------------------------------------------------------------

@test "profiles that cannot be had: missing, another's, broken, too large, an engine's default, not allowed" {
    new_box '.annotations["io.aa-hat.seccomp.shop"] = "tried"'
    refused_profile "No such file or directory (ENOENT)"
    try_profile '{"defaultAction": "SCMP_ACT_ALLOW"}'
    run -0 aa-hat-hook check "$box"
    chown nobody "$seccomp_folder/tried.json"
    refused_profile "it belongs to uid 65534, not to root"
    try_profile '{"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "/run/x"}'
    refused_profile "listenerPath is not possible here: nobody would listen"
    try_profile '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_NOTIFY"}]}'
    refused_profile "syscalls[0].action is not possible here"
    try_profile "$(cat /usr/share/containers/seccomp.json)"
    refused_profile "archMap is not a key of OCI's linux.seccomp, but of the form that Docker and podman keep"
    try_profile "$(jq -nc '{defaultAction: "SCMP_ACT_ALLOW", syscalls: [range(4097) | {names: ["n\(.)"], action: "SCMP_ACT_ERRNO"}]}')"
    refused_profile "syscalls is not short enough: a filter holds at most 4096 rules"
    try_profile "$(jq -nc '{defaultAction: "SCMP_ACT_ALLOW", syscalls: [range(4000) | {names: ["read"], action: "SCMP_ACT_ERRNO",
        args: [{index: 0, value: (. * 8589934592), op: "SCMP_CMP_EQ"}]}]}')"
    refused_profile "it has more instructions than the kernel takes"
    truncate -s 1048577 "$seccomp_folder/tried.json"
    refused_profile "it is longer than 1048576 bytes"
    host_config '{"profiles": {"aa-hat-*": {"seccomp": ["php-*"]}}}'
    run -1 aa-hat-hook check "$box"
    assert_output --partial \
        'cannot allow "io.aa-hat.seccomp.shop=tried": the entry "aa-hat-*" of the host'\''s config does not list that profile'
}

@test "another folder by the host's configuration; check tells names that no call has" {
    host_config '{"seccompFolder": "/run/aa-hat-test/filters"}'
    echo '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["ptrase", "ptrace"], "action": "SCMP_ACT_ERRNO"}]}' \
        >"$filters/here.json"
    new_box '.annotations["io.aa-hat.seccomp.shop"] = "here"'
    run -0 aa-hat-hook check "$box"
    assert_output --partial \
        "warning: seccomp profile here: its rules for these do nothing, since no system call is known by the name: ptrase"
    assert_equal "$(aa-hat-hook check --json "$box" | jq -r '.rules[] | select(.hat == "shop").seccomp')" here
}

@test "together with no-new-privs=false, or for a pool of fpm --native: refused" {
    new_box '.annotations["io.aa-hat.seccomp"] = "php-tenant" | .annotations["io.aa-hat.no-new-privs.shop"] = "false"'
    run -1 aa-hat-hook check "$box"
    assert_output --partial \
        'cannot use the annotation "io.aa-hat.no-new-privs.shop": a seccomp profile would meet no-new-privs=false'
    new_box "$idle | .annotations[\"io.aa-hat.seccomp.shop\"] = \"php-tenant\""
    start crun
    run -125 in_box "$launcher" fpm --native -- php-fpm --nodaemonize --fpm-config /etc/php-fpm/php-fpm.conf
    assert_output --partial 'cannot start the pool "shop": its hat shop has the seccomp profile php-tenant' \
        'hint: give seccomp profiles only'
    refute_output --partial '"blog"'
}

@test "a runtime's filter that forbids seccomp(2): the launcher says so" {
    box_with "$ours" '.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW", syscalls: [{names: ["seccomp"], action: "SCMP_ACT_ERRNO"}]}'
    run -125 in_box "$launcher" --user www-data -- true
    assert_output --partial "cannot load the seccomp filter: Operation not permitted (EPERM)" \
        "hint: a filter that is in force already"
}

# --- what goes on working ------------------------------------------------------------------------------------------

@test "a PHP application under php-tenant: sessions, uploads, HTTP, mail, images, without a denial" {
    logged_profile php-tenant
    box_with '"io.aa-hat.user.www-data": "shop", "io.aa-hat.seccomp": "logged"'
    in_background serving in_box python3 -m http.server --bind 127.0.0.1 8080
    php_configuration >"$box/rootfs/srv/shop/fpm.conf"
    install -m 755 <(printf '#!/bin/sh\ncat >/srv/shop/tmp/mail\n') "$box/rootfs/usr/local/bin/sendmail"
    in_background fpm in_box "$launcher" --user www-data -- php-fpm --nodaemonize --fpm-config /srv/shop/fpm.conf
    within 60 test -S "$box/rootfs/srv/shop/tmp/fpm.sock"
    within 60 curl_in_box
    mark_denials
    run -0 upload
    assert_equal "$(grep -v ' ok$' <<<"$output")" ""
    assert_equal "$(wc -l <<<"$output")" 11
    assert_equal "$(denials)" ""
    # It would have been seen.
    run -0 in_box "$launcher" --user www-data -- calls
    assert_output --partial "keyctl EPERM"
    [[ $(denials) ]]
}

@test "a shell session under login-tenant: files, jobs, a compiler, git, ssh, without a denial" {
    logged_profile login-tenant
    # The examples' hats execute nothing that a tenant has written; this is about the filter alone.
    load_policy loose
    box_with '"io.aa-hat.user.www-data": "open", "io.aa-hat.seccomp": "logged"' . aa-hat-loose-child
    serve_ssh
    mark_denials
    run -0 in_box "$launcher" --user www-data -- session.sh /srv/shop/tmp /srv/shop/login-key
    assert_equal "$(sed -n 's/ ok$//p' <<<"$output" | paste -sd' ')" "files jobs compiler git ssh python"
    assert_equal "$(denials)" ""
    run -0 in_box "$launcher" --user www-data -- calls
    [[ $(denials) ]]
}

# --- how -----------------------------------------------------------------------------------------------------------

ours='"io.aa-hat.user.www-data": "shop", "io.aa-hat.seccomp": "ours"'

# box_with ANNOTATIONS [JQ-FILTER [PROFILE]]
box_with() { box_under "${3:-aa-hat-tenants}" ".annotations = {$1} | ${2:-.}"; }

# filters_of PID: mode, number of filters, no_new_privs. filters_are WANTED PID
filters_of() { echo "$(status_of Seccomp "$1") $(status_of Seccomp_filters "$1") $(status_of NoNewPrivs "$1")"; }
filters_are() { assert_equal "$(filters_of "$2")" "$1"; }

# other_filter NAME CALL ERRNO: a profile that denies one call.
other_filter() {
    jq -n --arg call "$2" --argjson error "$3" '{defaultAction: "SCMP_ACT_ALLOW",
        syscalls: [{names: [$call], action: "SCMP_ACT_ERRNO", errnoRet: $error}]}' >"$seccomp_folder/$1.json"
}

# logged_profile NAME: as "logged", but that the kernel says what it denies.
logged_profile() {
    jq '.flags = ["SECCOMP_FILTER_FLAG_LOG"]' "$examples/seccomp/$1.json" >"$seccomp_folder/logged.json"
    echo 0 >/proc/sys/kernel/printk_ratelimit
}
mark_denials() { dmesg --clear; }
# denials: what was denied since, but for clone3: the C library asks for it first, and goes on with clone.
denials() { dmesg | grep 'type=1326' | grep -v ' syscall=435 ' || true; }

# denied: of the output of calls, what is EPERM under both profiles.
denied() { grep -vE '^(clone3|lsm_set_self_attr|abi=.*) ' <<<"$output"; }

try_profile() { echo "$1" >"$seccomp_folder/tried.json"; chown root "$seccomp_folder/tried.json"; }
refused_profile() {
    run -1 aa-hat-hook check "$box"
    assert_output --partial "\"$seccomp_folder/tried.json\": " "$1"
}

# make_profiles: same-*.json: what runc and we compile. Names that both libraries know.
make_profiles() {
    local name all='["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]'
    local many; many=$(jq -c '[.syscalls[] | select(.action == "SCMP_ACT_ALLOW" and (.args // [] | length) == 0) | .names[]]
        | unique - ["lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules", "mseal", "statmount", "listmount"]' \
        /usr/share/containers/seccomp.json)
    same allowlist "{defaultAction: \"SCMP_ACT_ERRNO\", architectures: $all, syscalls: [
        {names: $many, action: \"SCMP_ACT_ALLOW\"},
        {names: [\"personality\"], action: \"SCMP_ACT_ALLOW\", args: [{index: 0, value: 8, op: \"SCMP_CMP_EQ\"}]},
        {names: [\"socket\"], action: \"SCMP_ACT_ERRNO\", errnoRet: 22, args: [{index: 0, value: 16, op: \"SCMP_CMP_EQ\"},
            {index: 2, value: 9, op: \"SCMP_CMP_EQ\"}]}]}"
    same native "{defaultAction: \"SCMP_ACT_ERRNO\", defaultErrnoRet: 38, syscalls: [{names: $many, action: \"SCMP_ACT_ALLOW\"}]}"
    same one-arch "{defaultAction: \"SCMP_ACT_ERRNO\", architectures: [\"SCMP_ARCH_X86_64\"],
        syscalls: [{names: $many, action: \"SCMP_ACT_ALLOW\"}]}"
    same arguments "{defaultAction: \"SCMP_ACT_ALLOW\", architectures: $all, syscalls: [
        {names: [\"fcntl\"], action: \"SCMP_ACT_ERRNO\", errnoRet: 5, args: [{index: 1, value: 4294967295, valueTwo: 8, op: \"SCMP_CMP_MASKED_EQ\"}]},
        {names: [\"ioctl\"], action: \"SCMP_ACT_TRACE\", errnoRet: 7, args: [{index: 1, value: 5, op: \"SCMP_CMP_GE\"}, {index: 0, value: 3, op: \"SCMP_CMP_NE\"}]},
        {names: [\"kill\"], action: \"SCMP_ACT_KILL_PROCESS\", args: [{index: 1, value: 10, op: \"SCMP_CMP_GT\"}]},
        {names: [\"tgkill\", \"shmget\", \"semop\"], action: \"SCMP_ACT_LOG\", args: [{index: 2, value: 3, op: \"SCMP_CMP_LT\"}]},
        {names: [\"openat\"], action: \"SCMP_ACT_TRAP\", args: [{index: 0, value: 2, op: \"SCMP_CMP_LE\"}, {index: 0, value: 15, op: \"SCMP_CMP_EQ\"}]},
        {names: [\"lseek\"], action: \"SCMP_ACT_ERRNO\", args: [{index: 1, value: 4294967296, op: \"SCMP_CMP_EQ\"}]},
        {names: [\"no_such_call\", \"ptrace\"], action: \"SCMP_ACT_KILL\"}]}"
    # What we know and the older library does not, runc passes over.
    for name in php-tenant login-tenant; do
        jq '.syscalls[].names -= ["open_tree_attr", "lsm_set_self_attr"]' "$examples/seccomp/$name.json" \
            >"$seccomp_folder/same-$name.json"
    done
    same log "{defaultAction: \"SCMP_ACT_LOG\", architectures: $all,
        syscalls: [{names: [\"ptrace\", \"mount\"], action: \"SCMP_ACT_ERRNO\"}]}"
}
same() { jq -n "$2" >"$seccomp_folder/same-$1.json"; }

# in_background NAME COMMAND...: until the test ends. stop_helpers ends them.
in_background() {
    "${@:2}" >"$box/$1.log" 2>&1 3>&- </dev/null &
    echo $! >>"$BATS_TEST_TMPDIR/helpers"
}
stop_helpers() {
    local pid
    while read -r pid; do kill "$pid" 2>/dev/null || true; done 2>/dev/null <"$BATS_TEST_TMPDIR/helpers" || true
}

php_configuration() {
    cat <<'END'
[global]
error_log = /srv/shop/tmp/fpm.log
[shop]
listen = /srv/shop/tmp/fpm.sock
pm = static
pm.max_children = 2
catch_workers_output = yes
php_admin_value[sendmail_path] = /usr/local/bin/sendmail -t -i
php_admin_value[upload_tmp_dir] = /srv/shop/tmp
END
}
curl_in_box() { in_box python3 -c 'import urllib.request; urllib.request.urlopen("http://127.0.0.1:8080/")'; }

# upload: a form with a file, as a browser sends it, and what the application says.
upload() {
    local body=$'--x\r\nContent-Disposition: form-data; name="photo"; filename="p.txt"\r\nContent-Type: text/plain\r\n\r\na photo\r\n--x--\r\n'
    printf %s "$body" | env -i PATH="$PATH" REQUEST_METHOD=POST SCRIPT_FILENAME=/srv/shop/app.php \
        CONTENT_TYPE='multipart/form-data; boundary=x' CONTENT_LENGTH="${#body}" \
        cgi-fcgi -bind -connect "$box/rootfs/srv/shop/tmp/fpm.sock" | sed '1,/^\r*$/d'
}

# serve_ssh: an OpenSSH server in the profile itself, as the tenant's user, for that user.
serve_ssh() {
    local home=$box/rootfs/srv/shop
    ssh-keygen -q -t ed25519 -N '' -f "$home/host-key"
    ssh-keygen -q -t ed25519 -N '' -f "$home/login-key"
    cp "$home/login-key.pub" "$home/authorized"
    chown 33:33 "$home"/{host,login}-key
    in_background sshd in_box --user=33:33 /usr/sbin/sshd -D -e -p 2222 -h /srv/shop/host-key -o UsePAM=no -o StrictModes=no \
        -o AuthorizedKeysFile=/srv/shop/authorized -o PidFile=none
    within 60 in_box python3 -c 'import socket; socket.create_connection(("127.0.0.1", 2222))'
}
