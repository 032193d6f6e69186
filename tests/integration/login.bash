# shellcheck shell=bash disable=SC2034,SC2154  # for the suites; from lib.bash
# What the suites about logins share: a box with the users of spec-examples/logins, its sshd, and its annotations.

load "${BASH_SOURCE[0]%/*}/lib.bash"

shell=/run/aa-hat/aa-hat-shell
logins=aa-hat-logins
key=/run/aa-hat-test/key

# What sshd and setuid programs need beyond the example bundle's capabilities.
more_capabilities='.process.capabilities |= map_values(. +
    ["CAP_AUDIT_WRITE", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT"])'

# login_box [JQ-FILTER [ENGINE]]: the box of spec-examples/logins, changed by the filter; see box_under.
login_box() {
    box_under "$logins" "$more_capabilities | .annotations = $(<"$examples/logins/annotations.json") | ${1:-.}" "${2:-crun}"
    # A box that is used again has them.
    ! grep -q ^wheel: "$box/rootfs/etc/group" || return 0
    add_users "$examples/logins/passwd"
    echo wheel:x:2000: >>"$box/rootfs/etc/group"
}

# add_users FILE: lines of passwd, with home folders that hold a secret.
add_users() {
    local name uid gid home
    cat "$1" >>"$box/rootfs/etc/passwd"
    # PAM, of which su, cron and at ask whether the account is still good, looks there.
    sed 's/:.*/:*:20000:0:99999:7:::/' "$1" >>"$box/rootfs/etc/shadow"
    while IFS=: read -r name _ uid gid _ home _; do
        [[ -e $box/rootfs$home ]] || install -d -o "$uid" -g "$gid" -m 711 "$box/rootfs$home"
        install -o "$uid" -g "$gid" -m 644 <(echo "$name's secret") "$box/rootfs$home/secret"
    done <"$1"
}

# start_sshd [LINE...]: the example's configuration, with lines in front (sshd takes the first of each setting).
start_sshd() {
    local root=$box/rootfs name
    mkdir -p "$root/run/sshd" "$root/etc/ssh/authorized_keys"
    [[ -e $key ]] || ssh-keygen -q -t ed25519 -N '' -f "$key"
    for name in $(cut -d: -f1 "$examples/logins/passwd") root dave; do
        cp "$key.pub" "$root/etc/ssh/authorized_keys/$name"
    done
    { printf '%s\n' "$@"; cat "$examples/logins/sshd_config"; } >"$root/etc/ssh/sshd_config"
    in_box --detach /usr/sbin/sshd -D -e >"$box/sshd" 2>&1 3>&- </dev/null
    within 30 answers_ssh || { cat "$box/sshd"; return 1; }
}
answers_ssh() { in_net ssh-keyscan -T 5 127.0.0.1 2>/dev/null | grep -q .; }

# in_net COMMAND...: a command of the machine's own, in the box's network. in_net_for_long: it goes on, as $client.
in_net() { nsenter --net="/proc/$(init_pid)/ns/net" "$@"; }
in_net_for_long() {
    nsenter --net="/proc/$(init_pid)/ns/net" "$@" >/dev/null 2>&1 3>&- </dev/null &
    client=$!
    disown "$client"
}
end_client() { kill -KILL "$client" 2>/dev/null || true; }

ssh_options=(-F none -i "$key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes)

# ssh_to WORD...: ssh to the box's sshd. ssh_for_long WORD...: it goes on, as $client.
ssh_to() { in_net ssh "${ssh_options[@]}" "$@"; }
ssh_for_long() { in_net_for_long ssh "${ssh_options[@]}" "$@"; }

# as USER WORD...: the launcher, called by USER as if sshd had: by uid, with a clean environment.
as() {
    local uid gid
    IFS=: read -r _ _ uid gid _ < <(grep -m 1 -E "^$1:|^[^:]*:x:$1:" "$box/rootfs/etc/passwd")
    in_box setpriv --reuid "$uid" --regid "$gid" --clear-groups env -i PATH=/usr/bin:/bin "${@:2}"
}

label='cat /proc/self/attr/current'

# in_hat HAT: what the last command said is that hat's label.
in_hat() { assert_output "$logins//$1 (enforce)"; }

# pid_of COMM [USER]: the box's process of that name, as the host sees it.
pid_of() { pgrep --ns "$(init_pid)" --nslist pid --exact "$1" ${2:+--uid "$2"} | grep -m 1 .; }

# runs_in HAT COMM USER: within some seconds the box has such a process, and its label is that hat's. It is then ended.
# Ends $client too.
runs_in() {
    local pid
    within 30 pid_of "$2" "$3" && pid=$(pid_of "$2" "$3") && label_is "$logins//$1" "$pid" && kill -KILL "$pid"
    end_client
}
