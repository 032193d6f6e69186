# What two tenants with the same uid can do to each other in spite of their hats: each way is tried, without AppArmor and
# in hats, and the manual's table of what is blocked and what is open is held against what the kernel answers.

# shellcheck disable=SC2154  # lib.bash sets them
load lib

teardown() { remove_box; }

@test "without AppArmor every way works, and the other can be killed" {
    box_under aa-hat-tenants 'del(.process.apparmorProfile, .annotations, .hooks)'
    run -0 tries setpriv --reuid 33 --regid 33 --clear-groups --
    assert_equal "$(grep -v ' worked$' <<<"$output")" ''
    within 10 gone "$(spawned)"
}

@test "in hats what the manual says is blocked is blocked, and what it says is open is open" {
    local way result
    box_under aa-hat-tenants "$users"
    run -0 tries "$launcher" --user blog --
    while read -r way result; do
        case $result in
            worked)       in_table open "${words[$way]}" ;;
            EACCES|EPERM) in_table blocked "${words[$way]}" ;;
            *)            echo "$way: $result"; false ;;
        esac
    done <<<"$output"
    # Killed without a rule for signals.
    assert_output --partial 'F_SETOWN worked' 'kill EACCES'
    within 10 gone "$(spawned)"
}

@test "an abstract socket is open across uids, too" {
    box_under aa-hat-tenants "$users"
    run -0 tries "$launcher" --user blog -- --user dave
    assert_output --partial 'abstract-socket worked' 'sysv-shm EACCES' 'keyring ENOKEY' 'setpriority EPERM'
    # Nor was it killed.
    alive "$(spawned)"
}

@test "check and show warn of hats that share a uid" {
    box_under aa-hat-tenants "$users"
    run -0 aa-hat-hook check "$box"
    assert_output --partial 'warning: users shop and blog have different hats, but the same uid 33' \
        'stays open between them'
    run -0 in_box "$launcher" show
    assert_output --partial \
        'warning: uid 33 is shared by hats blog, shop: what AppArmor does not mediate stays open between them'
    # Of pools the host does not know the uids.
    new_box
    run -0 aa-hat-hook check "$box"
    assert_output --partial \
        'note: the uids of pools are known only in the container: aa-exec-hat show warns of those that hats share'
    run -0 start crun
    within 60 pools_in_hats
    run -0 in_box "$launcher" show -- php-fpm --fpm-config /etc/php-fpm/php-fpm.conf
    assert_output --partial 'warning: uid 33 is shared by hats blog, shop, wiki:'
}

# --- how ---------------------------------------------------------------------------------------------------------------

users='.annotations = {"io.aa-hat.user.blog": "blog", "io.aa-hat.user.shop": "shop", "io.aa-hat.user.dave": "wiki"}'

# tries ENTRY... [--user NAME]: a process of shop (or NAME) tries all ways to one of blog's that ENTRY has started.
tries() {
    local by=shop
    [[ ${*: -2:1} != --user ]] || { by=${*: -1}; set -- "${@:1:$#-2}"; }
    spawn "$@" same-uid offer
    in_box "${@/#blog/$by}" same-uid try "$(status_of NSpid "$(spawned)" | awk '{ print $NF }')" /srv/blog/secret
}

# In the manual's words.
# shellcheck disable=SC2016  # as they stand there
declare -A words=(
    [process_vm_readv]=process_vm_readv [process_vm_writev]=process_vm_writev [ptrace]=ptrace [pidfd_getfd]=pidfd_getfd
    [environ]='`environ`' [mem]='`mem`' [maps]='`maps`' [root]='`root`' [cwd]='`cwd`' [fd]='`fd`' [prlimit]=prlimit
    [kill]=kill [sigqueue]='other signals' [pidfd_send_signal]='other signals' [mqueue]='POSIX message queues'
    [file]='files, as the hats' [file-by-io_uring]='files, as the hats'
    [setpriority]=setpriority [sched_setaffinity]=sched_setaffinity [sched_setscheduler]=sched_setscheduler
    [ioprio_set]=ioprio_set [abstract-socket]='abstract Unix sockets' [sysv-shm]='System V shared memory'
    [sysv-sem]=semaphores [sysv-msg]='message queues' [keyring]=keyring [F_SETOWN]=F_SETOWN [io_uring]=io_uring
    [unshare]=unshare
)

# in_table COLUMN WORDS: they stand in that column of the manual.
in_table() {
    local column; column=$([[ $1 == blocked ]] && echo 2 || echo 3)
    sed -n '/^| blocked by AppArmor/,/^$/p' /aa-hat/docs/annotations.md | cut -d'|' -f"$column" | grep -qF -- "$2" ||
        { echo "the manual does not list as $1: $2"; return 1; }
}
