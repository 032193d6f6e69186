# What aa-exec-hat fpm --native refuses, and says of all pools at once.

# shellcheck disable=SC2154,SC2016  # lib.bash and refusals.bash set them; $PATH is in a message
load refusals

# Most tests share a box: its policy, and the image's configuration, change under it. There is no pool "ghost".
setup_file() { changed_policy ''; }
setup() {
    box_under aa-hat-changed '.annotations["io.aa-hat.pool.ghost"] = "shop"'
}
teardown_file() {
    remove_box
    unload_policy aa-hat-changed
}
teardown() {
    restore_policy
    rm -f "$pool_files"/*
    cp "$examples"/php-fpm/pool.d/* "$pool_files"
}

pool_files=$box/rootfs/etc/php-fpm/pool.d
native=("$launcher" fpm --native --)
fpm=("${native[@]}" php-fpm --nodaemonize --fpm-config /etc/php-fpm/php-fpm.conf)

# one_pool NAME LINE...: only this pool, with these lines.
one_pool() {
    rm "$pool_files"/*
    printf '%s\n' "[$1]" 'pm = static' 'pm.max_children = 1' "${@:2}" >"$pool_files/$1.conf"
}

@test "a pool without a hat, a rule without a pool, and sockets for everybody are told in one message" {
    sed -i 's,^listen =.*,listen = 127.0.0.1:9000,' "$pool_files/blog.conf"
    sed -i 's,^listen.mode =.*,listen.mode = 0666\npm.status_listen = /run/php/status.sock,' "$pool_files/shop.conf"
    sed -i 's,^listen.owner =.*,listen.owner = www-data,' "$pool_files/wiki.conf"
    sed 's,wiki,news,' "$pool_files/wiki.conf" >"$pool_files/news.conf"
    launcher_refused 'cannot use the rule for pool "ghost": php-fpm has no such pool' \
        'hint: correct or remove the annotation io.aa-hat.pool.ghost' \
        'cannot give a hat to pool "news": it has no rule, and there is no io.aa-hat.pool-order' \
        'cannot start the pool "shop": it sets pm.status_listen, for which php-fpm makes a further pool' \
        'hint: remove pm.status_listen' \
        'cannot keep private the socket of pool "blog": it listens on TCP (127.0.0.1:9000)' \
        'cannot keep private the socket of pool "wiki": /run/php/wiki.sock lets in pool blog' \
        'or allow it with io.aa-hat.listen=shared' -- "${fpm[@]}"
}

@test "a socket that everybody may open, by its mode" {
    sed -i 's,^listen.mode =.*,listen.mode = 0666,' "$pool_files/shop.conf"
    launcher_refused 'the socket of pool "shop": /run/php/shop.sock lets everybody in, by its mode' \
        'hint: set listen.owner=USER OF THE WEB SERVER' -- "${fpm[@]}"
}

@test "pools that cannot be put into a hat, or whose users are not in the image" {
    one_pool shop 'user = www-data' 'chroot = /srv' 'listen = /run/php/shop.sock'
    launcher_refused 'cannot start the pool "shop": it sets chroot' 'hint: remove chroot' -- "${fpm[@]}"
    one_pool 'shop!' 'user = www-data' 'listen = /run/php/shop.sock'
    launcher_refused 'cannot start the pool "shop!": its name is not 1 to 255 of' -- "${fpm[@]}"
    one_pool shop 'user = 4711' 'listen = /run/php/shop.sock'
    launcher_refused "cannot start the pool \"shop\": the container's /etc/passwd has no user \"4711\"" -- "${fpm[@]}"
}

@test "a php-fpm that is not there, or arguments with which it starts no pools" {
    launcher_refused 'cannot start "php-nothing": $PATH finds no such program' -- "${native[@]}" php-nothing
    launcher_refused 'cannot start "/etc/passwd": it is not an executable file' -- "${native[@]}" /etc/passwd
    launcher_refused 'cannot pass to php-fpm the argument "-t": with it php-fpm starts no pools' \
        'hint: run php-fpm itself for it' -- "${fpm[@]}" -t
    launcher_refused 'cannot write into a php-fpm configuration the path "/etc/*.conf"' -- "${fpm[@]}" -y '/etc/*.conf'
}

@test "a php-fpm whose configuration is broken" {
    echo 'pm = sometimes' >>"$pool_files/shop.conf"
    launcher_refused 'cannot learn the pools from "/usr/local/sbin/php-fpm": php-fpm -tt fails: it says' \
        "invalid process manager" -- "${fpm[@]}"
    rm "$pool_files"/*
    launcher_refused 'cannot learn the pools from "/usr/local/sbin/php-fpm"' -- "${fpm[@]}"
    launcher_refused 'cannot learn the configuration file of "/bin/false"' 'hint: name the file: php-fpm -y FILE' \
        -- "${native[@]}" /bin/false
}

@test "a php-fpm without AppArmor" {
    install /aa-hat/plain-php/php-fpm-plain "$box/rootfs/usr/local/bin/"
    launcher_refused 'cannot give pools their hats in "/usr/local/bin/php-fpm-plain": it was built without AppArmor' \
        'hint: use a php-fpm built with --with-fpm-apparmor' \
        -- "${native[@]}" php-fpm-plain --nodaemonize --fpm-config /etc/php-fpm/php-fpm.conf
}

@test "a pool whose hat is an ordinary one" {
    changed_policy 's/^  profile shop /  ^shop /'
    launcher_refused 'cannot seal hat "shop": it is an ordinary hat' '(pool shop)' 'hint: write it as a child profile' \
        'fpm --native cannot have it' -- "${fpm[@]}"
    refute_output --partial '(pool blog'
}

@test "a profile without the rule for change_profile, php-fpm's only way in" {
    changed_policy '/change_profile ->/d'
    launcher_refused 'cannot enter hat as php-fpm does "aa-hat-changed//shop": the profile has no rule' \
        'hint: add "change_profile -> aa-hat-changed//*," to profile aa-hat-changed' -- "${fpm[@]}"
}

@test "a profile that lets only the owner write the attr file, or nobody read it" {
    # "file" allows everything, so it gives way to rules for all but /proc.
    changed_policy 's%^  file,%  / r, /{[^p],p[^r],pr[^o]}** mrwlkix, @{PROC}/** r,%
        s%^  \(@{PROC}/@{pid}/attr/.*current rw,\)%  owner \1%'
    launcher_refused 'does not allow writing it, or only as "owner" (pool blog' 'hint: add' '(without "owner")' \
        -- "${fpm[@]}"
    changed_policy 's%^  \(@{PROC}/@{pid}/attr/.*current\) rw,%  deny \1 r,%'
    local whose="the own label as php-fpm's workers do"
    has_syscall || whose='our own label'
    launcher_refused "cannot read $whose" 'hint: add' -- "${fpm[@]}"
}

@test "a caller that is not root, in another profile, or under no_new_privs" {
    launcher_refused 'cannot start php-fpm with hats: it needs root' -- --user=33:33 "${fpm[@]}"
    launcher_refused 'cannot start from label "aa-hat-ordinary (enforce)"' -- --apparmor=aa-hat-ordinary "${fpm[@]}"
    launcher_refused 'cannot start php-fpm with hats: no_new_privs is set, under which the kernel lets no worker into' \
        'hint: start the container without it' -- --no-new-privs "${fpm[@]}"
}

@test "a reload with a new pool without a rule ends the master with the refusal" {
    new_box
    start crun
    within 30 pools_in_hats
    sed 's,wiki,news,' "$pool_files/wiki.conf" >"$pool_files/news.conf"
    local master
    master=$(master)
    signal_box USR2
    within 30 refute alive "$master"
    output=$(<"$box/log")
    assert_output --partial 'cannot give a hat to pool "news": it has no rule'
}
