# What tenants of one container, all with the same uid, can do to each other and to the launcher. Each attack is first
# shown to work where our protection is not.

# shellcheck disable=SC2016,SC2034,SC2154  # words for shells in the box; a counter; lib.bash sets the rest
load lib

setup_file() { load_policy loose; }
teardown() { remove_box; host_config; }

# --- files and processes -------------------------------------------------------------------------------------------

@test "no tenant reads another's files; without hats each of them could" {
    new_box "$without_hats"
    run -0 start crun
    within 60 answers blog "shop's secret" read.php /srv/shop/secret

    new_box
    run -0 start crun
    within 60 pools_in_hats
    local one other
    for one in "${pools[@]}"; do for other in "${pools[@]}"; do
        [[ $one != "$other" ]] || continue
        run -0 ask "$one" read.php "/srv/$other/secret"
        assert_output --partial "Permission denied"
    done; done
}

@test "what a pool's code executes stays in the pool's hat" {
    new_box
    start crun
    within 60 pools_in_hats
    local attack="attack aa-hat-tenants /srv/blog/secret"
    run -0 ask shop run.php "${attack// /+}"
    assert_output --partial "before - EACCES" "self changehat:blog ECHILD" "done"
    refute_output --partial reads
}

@test "a script that OPcache preloads does not run in the profile; without aa-hat it does" {
    local seen=$box/rootfs/srv/shop/preloaded
    new_box "$without_hats"
    preloads_for_shop
    run -0 start crun
    within 60 label_is "$profile" "$(worker_of_shop)"
    assert_equal "$(<"$seen")" "$profile (enforce)"

    # One hat: between several OPcache is off anyway.
    new_box 'del(.annotations["io.aa-hat.pool.blog"], .annotations["io.aa-hat.pool.wiki"])'
    preloads_for_shop
    run -0 start crun
    within 60 label_is "$profile//shop" "$(worker_of_shop)"
    refute ls "$seen"
    # Nor at a reload.
    signal_box USR2
    within 60 grep -q 'using inherited socket' "$box/log"
    within 60 label_is "$profile//shop" "$(worker_of_shop)"
    refute ls "$seen"
}

@test "who waits in a hat for php-fpm's start or reload cannot kill or stop the trial that is made in there" {
    local signal try
    box_under aa-hat-tenants '.annotations."io.aa-hat.user.shop" = "shop"'
    spawn "$launcher" --user shop --
    for signal in STOP KILL; do
        in_box --detach --pid-file="$box/striker" "$launcher" --user shop -- strike "$signal" 3>&- </dev/null
        # It reaches what the tenant itself has started.
        within 10 struck "$signal" "$(spawned)"
        for try in 1 2 3; do
            timeout 60 crun exec tenants "${fpm_daemon[@]}" >"$box/out" 2>&1 3>&- </dev/null || { cat "$box/out"; false; }
            in_box sh -c 'kill -KILL -$(cat /run/php/pid)'
        done
        kill -KILL "$(<"$box/striker")"
    done
}

# --- FastCGI: whoever can connect runs code there ------------------------------------------------------------------

@test "a pool crosses into its neighbour through a TCP socket, where listen=shared allows that" {
    host_config '{"profiles": {"aa-hat-tenants": {"hats": ["*"], "listen": "shared"}}}'
    new_box '.annotations."io.aa-hat.listen" = "shared"'
    listen_on_tcp
    run -0 start crun
    within 60 pools_in_hats
    assert_equal "$(ask_tcp 9001 cross.php "tcp://127.0.0.1:9002+/srv/blog/secret")" "blog's secret"
}

@test "so by default nothing starts with a TCP socket, or one that tenants may open" {
    new_box
    listen_on_tcp
    run -125 run_box crun
    assert_output --partial "127.0.0.1:9001" "127.0.0.1:9002" "hint:" "io.aa-hat.listen"
    new_box
    sed -i 's/^listen.mode.*/listen.mode = 0666/' "$box/rootfs/etc/php-fpm/pool.d/blog.conf"
    run -125 run_box crun
    assert_output --partial "/run/php/blog.sock" "hint:"
}

@test "a pool cannot open the socket of its neighbour in the example" {
    new_box
    start crun
    within 60 pools_in_hats
    run -0 ask shop cross.php "unix:///run/php/blog.sock+/srv/blog/secret"
    assert_output --partial "Permission denied"
}

@test "root in a hat opens a neighbour's socket that is root's, where listen=shared allows that, and by default none is" {
    host_config '{"profiles": {"aa-hat-tenants": {"hats": ["*"], "listen": "shared"}}}'
    new_box '.annotations."io.aa-hat.listen" = "shared"'
    sockets_are_roots
    run -0 start crun
    within 60 pools_in_hats
    run -1 in_box "$launcher" --hat blog -- cat /srv/shop/secret
    run -0 in_box "$launcher" --hat blog -- env REQUEST_METHOD=GET SCRIPT_FILENAME=/srv/shop/read.php \
        QUERY_STRING=/srv/shop/secret cgi-fcgi -bind -connect /run/php/shop.sock
    assert_output --partial "shop's secret"

    host_config
    new_box
    start crun
    within 60 pools_in_hats
    run ! in_box "$launcher" --hat blog -- cgi-fcgi -bind -connect /run/php/shop.sock
    assert_output --partial "Could not connect"

    new_box
    sockets_are_roots
    run -125 run_box crun
    assert_output --partial '/run/php/shop.sock lets in root' 'hint: set listen.owner=USER OF THE WEB SERVER'
}

@test "a tenant leads a link on the way to a neighbour's socket elsewhere, where listen=shared allows that" {
    host_config '{"profiles": {"aa-hat-tenants": {"hats": ["*"], "listen": "shared"}}}'
    new_box '.annotations."io.aa-hat.listen" = "shared" | .annotations."io.aa-hat.user.shop" = "shop"'
    listen_behind_links
    run -0 start crun
    within 60 pools_in_hats
    run -0 in_box "$launcher" --user shop -- ln -sfn /srv/shop /srv/shop/link
    in_box --detach "$launcher" --user shop -- socat UNIX-LISTEN:/srv/shop/blog.sock,fork,mode=666 \
        'EXEC:echo caught' 3>&- </dev/null
    within 10 comes_to_shop

    host_config
    new_box
    listen_behind_links
    run -125 run_box crun
    assert_output --partial 'the socket of pool "blog": pool' 'it can write the folder /srv/shop'
}

# --- the launcher's folder -----------------------------------------------------------------------------------------

@test "/run/aa-hat: under a profile that allows everything, root with CAP_SYS_ADMIN replaces it" {
    box_under aa-hat-loose-child "$ours | $sys_admin"
    run -0 in_box break-in.sh
    assert_output --partial "worked: mount -t tmpfs" "worked: umount" "worked: mv /run /run.old"
}

@test "/run/aa-hat: under the example neither tenants nor root can" {
    local before capabilities
    for capabilities in . "$sys_admin"; do
        box_under aa-hat-tenants "$ours | $capabilities"
        before=$(state_of_launcher)
        run -0 in_box break-in.sh
        assert_output ""
        run -0 in_box "$launcher" --user blog -- break-in.sh
        assert_output ""
        run -0 in_box "$launcher" --hat shop -- break-in.sh
        assert_output ""
        assert_equal "$(state_of_launcher)" "$before"
    done
}

@test "a pool that is added after the start does not run, and the container ends rather than run it" {
    new_box
    start crun
    within 60 pools_in_hats
    sed 's/blog/late/g' "$box/rootfs/etc/php-fpm/pool.d/blog.conf" >"$box/rootfs/etc/php-fpm/pool.d/late.conf"
    run -0 signal_box USR2
    within 60 gone "$(master)"
    refute pgrep -f "php-fpm: pool late"
    grep -F "aa-exec-hat: cannot" "$box/log" | grep -F '"late"'
}

# --- how -----------------------------------------------------------------------------------------------------------

without_hats='.annotations = {} | del(.hooks) | .process.args |= .[4:]'
ours='.annotations = {"io.aa-hat.user.blog": "blog", "io.aa-hat.user.shop": "shop"}'
sys_admin='.process.capabilities |= map_values(. + ["CAP_SYS_ADMIN"])'

fpm_daemon=("$launcher" fpm --native -- php-fpm -D -g /run/php/pid --fpm-config /etc/php-fpm/php-fpm.conf)

# struck SIGNAL PID
struck() {
    if [[ $1 == KILL ]]; then gone "$2"; else [[ $(status_of State "$2") == T* ]]; fi
}

# preloads_for_shop: the only pool is shop, and php.ini names a script of its tenant's.
preloads_for_shop() {
    rm "$box"/rootfs/etc/php-fpm/pool.d/{blog,wiki}.conf
    printf '%s\n' opcache.preload=/srv/shop/preload.php opcache.preload_user=www-data \
        >"$(echo "$box"/rootfs/etc/php/*/fpm/conf.d)/99-preload.ini"
}
worker_of_shop() { within 60 worker shop >/dev/null && worker shop; }

sockets_are_roots() { sed -i '/^listen\.[og]/d' "$box"/rootfs/etc/php-fpm/pool.d/*.conf; }

# listen_behind_links: blog's socket is in /run/php by way of a link that shop owns.
listen_behind_links() {
    ln -s /srv/shop/link "$box/rootfs/opt/web"
    ln -s /run/php "$box/rootfs/srv/shop/link"
    sed -i 's,^listen = .*,listen = /opt/web/blog.sock,' "$box/rootfs/etc/php-fpm/pool.d/blog.conf"
}

comes_to_shop() { assert_equal "$(in_box socat -u UNIX-CONNECT:/opt/web/blog.sock -)" caught; }

listen_on_tcp() {
    local pool port=9001
    for pool in shop blog wiki; do
        sed -i "s/^listen = .*/listen = 127.0.0.1:$port/; /^listen\./d" "$box/rootfs/etc/php-fpm/pool.d/$pool.conf"
        ((port++))
    done
}

ask_tcp() {
    env -i PATH="$PATH" REQUEST_METHOD=GET SCRIPT_FILENAME="/srv/shop/$2" QUERY_STRING="$3" \
        nsenter --net="/proc/$(master)/ns/net" cgi-fcgi -bind -connect "127.0.0.1:$1" | sed '1,/^\r*$/d'
}

# state_of_launcher: what is mounted at /run/aa-hat, and what is in it.
state_of_launcher() {
    grep ' /run/aa-hat ' "/proc/$(master)/mountinfo"
    find "/proc/$(master)/root$(dirname "$launcher")" -type f -exec sha256sum {} +
}
