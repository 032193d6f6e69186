# shellcheck shell=bash disable=SC2034  # some variables are for the suites
# What the suites share. A test starts at most one container ("the box"), whose state lies in files, since bats runs
# each test in a process of its own. Everything runs as root on a machine whose AppArmor works, or fails.

bats_require_minimum_version 1.5.0

examples=/aa-hat/spec-examples
programs=/aa-hat/programs
policies=/aa-hat/tests/policy
image=/run/aa-hat-test/image    # what every box's root has beyond the machine's own
box=/run/aa-hat-test/box        # config.json, rootfs, upper (what was changed in the root), log, pid, engine, spawned
profile=aa-hat-tenants          # the box's; box_under sets it
pools=(blog shop wiki)
launcher=/run/aa-hat/aa-exec-hat

# --- commands -----------------------------------------------------------------------------------------------------

# The names are those of bats and bats-assert. run and assert_output --partial differ a little from theirs.

# run -STATUS COMMAND..., run ! COMMAND...: COMMAND, which must end with STATUS, or with any status but 0. Sets $output and
# $status, and logs both: bats shows that if the test fails. COMMAND does not get bats' descriptor 3, for bats would wait for
# everybody who has it.
run() {
    local wanted=$1; shift
    [[ $wanted =~ ^(-[0-9]+|!)$ ]] || { echo "run needs a status: run $wanted $*"; return 1; }
    status=0
    output=$("$@" 2>&1 3>&- </dev/null) || status=$?
    printf '$ %s\n%s\n[status %s]\n' "${*@Q}" "$output" "$status"
    if [[ $wanted == '!' ]]; then ((status != 0)); else ((status == ${wanted#-})); fi
}

# assert_output TEXT: $output is just that. assert_output --partial TEXT...: all of them are in it.
assert_output() {
    local text
    [[ $1 == --partial ]] || { assert_equal "$output" "$1"; return; }
    for text in "${@:2}"; do [[ $output == *"$text"* ]] || { echo "it does not say: $text"; return 1; }; done
}

# refute_output --partial TEXT...: none of them is in $output.
refute_output() {
    local text
    for text in "${@:2}"; do [[ $output != *"$text"* ]] || { echo "it should not say: $text"; return 1; }; done
}

# assert_equal SEEN WANTED
assert_equal() { [[ $1 == "$2" ]] || { printf 'wanted: %s\nseen:   %s\n' "$2" "$1"; return 1; }; }

# refute COMMAND...: it fails. (bats passes over a failure of "! COMMAND".)
refute() { ! "$@"; }

# within SECONDS COMMAND...: until it succeeds, in a shell of its own. Shows what it said last if it never does.
within() {
    local deadline=$((SECONDS + $1)) tick last; shift
    exec {tick}<> <(:)
    until last=$("$@" 2>&1); do
        ((SECONDS < deadline)) || { printf 'not in time: %s\n%s\n' "$*" "$last"; return 1; }
        read -r -t 0.05 -u "$tick" || true
    done
    exec {tick}>&-
}

# times FEW MANY: how often to repeat what is also tested by "make soak": there MANY times.
times() { if [[ ${AA_HAT_SOAK:-} ]]; then echo "$2"; else echo "$1"; fi; }

# --- the box ------------------------------------------------------------------------------------------------------

# new_box [JQ-FILTER]: a container's root, and the example's config.json changed by the filter.
new_box() {
    remove_box
    profile=aa-hat-tenants
    mkdir -p "$box"/{upper,work,rootfs}
    [[ -d $image ]] || { mkdir "$image.new" && fill_root "$image.new" && mv "$image.new" "$image"; }
    # Over the machine's own root, which has php-fpm and costs nothing. redirect_dir: its folders can be renamed.
    mount -t overlay box "$box/rootfs" \
        -o "lowerdir=$image:/,upperdir=$box/upper,workdir=$box/work,redirect_dir=on"
    jq "${1:-.}" "$examples/bundle/config.json" >"$box/config.json"
}

# fill_root DIR: once for each run of the suites.
fill_root() {
    local pool
    mkdir -p "$1"/{etc,srv,usr/local/{bin,sbin}}
    cp -r "$examples/php-fpm" "$1/etc/php-fpm"
    ln -s /usr/sbin/php-fpm8* "$1/usr/local/sbin/php-fpm"
    # Users shop and blog have the uid of the pools; carol's primary group is blog; dave has nothing of a tenant.
    { cat /etc/passwd; printf '%s::/:/bin/sh\n' shop:x:33:33 blog:x:33:33 carol:x:2001:2001 dave:x:2002:2002; } >"$1/etc/passwd"
    { sed 's/^proxy:.*/&carol/' /etc/group; printf '%s:\n' blog:x:2001 dave:x:2002; } >"$1/etc/group"
    cp "$programs"/* "$1/usr/local/bin/"
    for pool in "${pools[@]}"; do
        install -d -o www-data -g www-data "$1/srv/$pool"{,/tmp}
        cp /aa-hat/tests/php/*.php "$1/srv/$pool/"
        install -o www-data -m 600 <(echo "$pool's secret") "$1/srv/$pool/secret"
    done
}

# The filter for a box whose process does nothing; commands come by in_box.
idle='.process.args = ["tail", "-f", "/dev/null"]'

# box_under PROFILE [JQ-FILTER [ENGINE]]: a box under PROFILE whose process does nothing, started by ENGINE (crun if none is
# named). If the last box was made by the same words and is still there, the test gets that one.
box_under() {
    if [[ $* != "$(cat "$box/made-by" 2>/dev/null)" ]]; then
        new_box "$idle | .process.apparmorProfile = \"$1\" | ${2:-.}"
        start "${3:-crun}" || return
        echo "$*" >"$box/made-by"
    fi
    profile=$1
}

# start ENGINE: ENGINE is runc, crun or podman. Prints what engine and container said, and returns the engine's status.
# Words for podman run (more options) follow.
start() {
    local engine=$1 status=0; shift
    echo "$engine" >"$box/engine"
    if [[ $engine == podman ]]; then
        start_podman "$@" >"$box/log" 2>&1 3>&- </dev/null || status=$?
    else
        "$engine" create --bundle "$box" --pid-file "$box/pid" tenants >"$box/log" 2>&1 3>&- </dev/null &&
            "$engine" start tenants >>"$box/log" 2>&1 || status=$?
    fi
    ((status == 0)) || cat "$box/log"
    return "$status"
}

start_podman() {
    local args
    mapfile -t args < <(jq -r '.process.args[]' "$box/config.json")
    "$examples/podman/run.sh" --network none --pidfile "$box/pid" "$@" --rootfs "$box/rootfs" "${args[@]}"
}

# run_box ENGINE: a container that ends by itself, in the foreground. The status is its own.
run_box() {
    echo "$1" >"$box/engine"
    "$1" run --bundle "$box" tenants
}

# in_box [--OPTION...] COMMAND...: one more process in the box, under its profile, as runc's or crun's "exec" starts it.
# Its options stand in one word with their values.
in_box() {
    local options=()
    while [[ $1 == -* ]]; do options+=("$1"); shift; done
    "$(<"$box/engine")" exec "${options[@]}" tenants "$@"
}

# spawn WORD...: a process that stays in the box: tail, which the WORDs start. spawned: its process id.
spawn() {
    in_box --detach --pid-file="$box/spawned" "$@" tail -f /dev/null >/dev/null 2>>"$box/log" 3>&- </dev/null
    within 20 runs_tail
}
runs_tail() { [[ $(<"/proc/$(spawned)/comm") == tail ]]; }
spawned() { echo "$(<"$box/spawned")"; }

# signal_box SIGNAL: by the engine's own command, to the first process.
signal_box() {
    if [[ $(<"$box/engine") == podman ]]; then podman kill --signal "$1" tenants
    else "$(<"$box/engine")" kill tenants "$1"; fi
}

# remove_box: can be called at any time, any number of times.
remove_box() {
    case $(cat "$box/engine" 2>/dev/null) in
        podman) podman rm --force --time 0 tenants ;;
        runc)   runc delete --force tenants ;;
        crun)   crun delete --force tenants ;;
    esac >/dev/null 2>&1 3>&- </dev/null || true
    while mountpoint -q "$box/rootfs"; do umount -l "$box/rootfs"; done
    rm -rf "$box"
}

# Without systemd podman 4.3 gives a pod's cgroup a filter that denies all devices, and no pod starts at all. A new cgroup of
# the same name has none.
renew_cgroup_of_pod() {
    local folder; folder=/sys/fs/cgroup/libpod_parent/$(podman pod inspect --format '{{.ID}}' tenants)
    [[ ! -d $folder ]] || { rmdir "$folder" && mkdir "$folder"; }
}

init_pid() { echo "$(<"$box/pid")"; }

# --- what the kernel says -----------------------------------------------------------------------------------------
#
# Read by the shell itself: these are asked again and again while something is waited for.

# status_of KEY PID: the value of a line of /proc/PID/status, its words one blank apart.
status_of() {
    local key value
    # Read at once: what is read line by line is not of one moment, and may miss a line.
    while read -r key value; do [[ $key != "$1:" ]] || echo "${value//$'\t'/ }"; done <<<"$(<"/proc/$2/status")"
}

# has_syscall: whether the kernel has lsm_get_self_attr and lsm_set_self_attr. Before Linux 6.8 there are only files for that.
has_syscall() { [[ $(printf '%s\n' 6.8 "$(uname -r)" | sort -V | head -n1) == 6.8 ]]; }

# label_of PID: as the kernel prints it, "P//shop (enforce)".
label_of() { echo "$(<"/proc/$1/attr/current")"; }

# master, workers, worker POOL: process ids, as the host sees them.
master() { init_pid; }
workers() { echo "$(<"/proc/$(master)/task/$(master)/children")"; }
worker() {
    local pid title
    for pid in $(workers); do
        read -r -d '' title <"/proc/$pid/cmdline" || true
        [[ $title != "php-fpm: pool $1" ]] || { echo "$pid"; return; }
    done
    return 1
} 2>/dev/null

# label_is LABEL PID: "enforce" goes without saying.
label_is() { assert_equal "$(label_of "$2")" "$1 (enforce)"; }

# pools_in_hats: the master in the profile, each pool's worker in the hat of its name.
pools_in_hats() {
    local pool pid
    label_is "$profile" "$(master)" || return
    for pool in "${pools[@]}"; do
        pid=$(worker "$pool") && label_is "$profile//$pool" "$pid" || return
    done
} 2>/dev/null

# alive PID: one that has ended and was not waited for is not.
alive() {
    local stat
    read -r stat 2>/dev/null <"/proc/$1/stat" && [[ ${stat##*) } != Z* ]]
} 2>/dev/null
gone() {
    local pid
    for pid; do refute alive "$pid" || return; done
}

# --- FastCGI ------------------------------------------------------------------------------------------------------

# ask POOL SCRIPT [QUERY]: what the pool's worker answers, as to a web server: the body.
ask() {
    env -i PATH="$PATH" REQUEST_METHOD=GET SCRIPT_FILENAME="/srv/$1/$2" QUERY_STRING="${3:-}" \
        cgi-fcgi -bind -connect "/proc/$(init_pid)/root/run/php/$1.sock" | sed '1,/^\r*$/d'
}

# answers POOL WANTED SCRIPT [QUERY]
answers() { assert_equal "$(ask "$1" "$3" "${4:-}")" "$2"; }

# --- the host -----------------------------------------------------------------------------------------------------

# host_config JSON: the host's floor, or none without an argument.
host_config() {
    rm -rf /etc/aa-hat/config.json
    [[ -z ${1:-} ]] || install -D -m 644 <(echo "$1") /etc/aa-hat/config.json
}

# load_policy FILE...: files of the policy folder. unload_policy PROFILE: with its hats.
load_policy() { apparmor_parser --replace --skip-cache "${@/#/$policies/}"; }
unload_policy() { [[ ! -e /sys/kernel/security/apparmor/.remove ]] || printf %s "$1" >/sys/kernel/security/apparmor/.remove; }

# compile_both FILE RULE: of a policy in /etc/apparmor.d, as it is and with one more rule behind RULE, for reload_while.
compile_both() {
    apparmor_parser --skip-cache --ofile "$box/policy.0" "/etc/apparmor.d/$1"
    sed "s|$2|& /srv/other/ r,|" "/etc/apparmor.d/$1" | apparmor_parser --skip-cache --ofile "$box/policy.1"
}
# reload_while FILE is there: loads both in turn, and counts in $box/reloads. reloaded_often: that it did so while something
# else went on.
reload_while() {
    local turn
    for ((turn = 0; ; turn++)); do
        [[ -e $1 ]] || break
        cat "$box/policy.$((turn % 2))" >/sys/kernel/security/apparmor/.replace
        echo "$turn" >>"$box/reloads"
    done
}
reloaded_often() { (($(wc -l <"$box/reloads") > 20)); }
