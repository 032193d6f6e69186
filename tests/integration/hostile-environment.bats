# An image's environment, which makes libc load programs, wait for files, and change its ways. Each variable is first
# shown to work on an ordinary program of the same image.

# shellcheck disable=SC2154,SC2086  # lib.bash sets them; $evil has no blanks
load lib

# Most tests share a box: they start commands in it and change nothing else.
setup() {
    box_under aa-hat-tenants "$shop"
    [[ -e $box/rootfs$evil ]] || fill_evil
}
teardown_file() { remove_box; }

@test "LD_PRELOAD: loaded into the tenant's own program, in its hat, and not into the launcher" {
    run -0 in_box --user=33:33 env LD_PRELOAD=$evil/preload.so cat /srv/blog/secret
    assert_output $'loaded into cat\nblog\'s secret'
    run -1 in_box env LD_PRELOAD=$evil/preload.so "$launcher" --user shop -- cat /srv/blog/secret
    assert_output $'loaded into cat\ncat: /srv/blog/secret: Permission denied'
    run -125 in_box env LD_PRELOAD=$evil/preload.so "$launcher" --hat nowhere -- true
    refute_output --partial 'loaded into'
}

@test "LD_LIBRARY_PATH, LD_AUDIT: likewise" {
    run -127 in_box env LD_LIBRARY_PATH=$evil ls
    assert_output --partial 'error while loading shared libraries'
    enters_with LD_LIBRARY_PATH=$evil
    run -0 in_box env LD_AUDIT=$evil/preload.so true
    assert_output --partial 'loaded into'
    run -125 in_box env LD_AUDIT=$evil/preload.so "$launcher" --hat nowhere -- true
    refute_output --partial 'loaded into'
}

@test "GCONV_PATH: an ordinary program loads a module from there" {
    run ! in_box env GCONV_PATH=$evil iconv -f EVIL -t UTF-8 /etc/hostname
    assert_output --partial 'loaded into iconv'
    enters_with GCONV_PATH=$evil LC_ALL=en_US.EVIL OUTPUT_CHARSET=EVIL
}

@test "LOCPATH, TZ: an ordinary program waits for ever for a FIFO there" {
    run -124 in_box timeout 3 env LOCPATH=$evil LC_ALL=waiting ls
    enters_with LOCPATH=$evil LC_ALL=waiting LANG=waiting
    run -124 in_box timeout 3 env TZ=:$evil/fifo date
    enters_with TZ=:$evil/fifo
}

@test "MALLOC_* and GLIBC_TUNABLES reach static programs too: it is the hat, or nothing" {
    local long setting
    # CVE-2023-4911.
    long=glibc.malloc.mxfast=glibc.malloc.mxfast=$(printf 'A%.0s' {1..4000})
    # They do reach it: it gets no memory, and dies.
    run -139 in_box env GLIBC_TUNABLES=glibc.malloc.top_pad=99999999999999 "$launcher" --version
    for setting in GLIBC_TUNABLES=glibc.malloc.{top_pad=99999999999999,mmap_threshold=1,perturb=255,hugetlb=2} \
        GLIBC_TUNABLES=glibc.{mem.tagging=255,rtld.optional_static_tls=9999999999999999} GLIBC_TUNABLES="$long"{,:} \
        MALLOC_{PERTURB_=255,CHECK_=3,ARENA_MAX=1,TOP_PAD_=99999999999999,MMAP_THRESHOLD_=1,MMAP_MAX_=0} \
        LD_{BIND_NOW=1,DEBUG=all,SHOW_AUXV=1}; do
        run ! in_box env "$setting" "$launcher" --user shop -- cat /srv/blog/secret
        [[ $output == *'/srv/blog/secret: Permission denied'* ]] || assert_equal "$status" 139
        refute_output --partial "blog's secret"
    done
}

@test "PATH: the image's own program runs in its stead, and in the hat" {
    run -0 in_box --user=33:33 /usr/bin/env PATH=$evil nothing-evil
    assert_output "blog's secret"
    run -1 in_box /usr/bin/env PATH=$evil "$launcher" --user shop -- nothing-evil
    assert_output --partial 'Permission denied'
    refute_output --partial "blog's secret"
}

@test "a hook that runs beside such an environment, under runc and crun" {
    local engine
    for engine in runc crun; do
        new_box "$shop"' | .process.args = ["/run/aa-hat/aa-exec-hat", "--user", "shop", "--", "true"] |
            .process.env += ["LD_PRELOAD='$evil'/preload.so", "GLIBC_TUNABLES=glibc.malloc.perturb=1", "TZ=:'$evil'/fifo"]'
        fill_evil
        run -0 run_box "$engine"
        assert_output 'loaded into true'
    done
}

# --- how ---------------------------------------------------------------------------------------------------------------

shop='.annotations = {"io.aa-hat.user.shop": "shop"}'
evil=/usr/local/evil     # where the example's hats may execute things

fill_evil() {
    local there=$box/rootfs$evil
    mkdir -p "$there/waiting"
    cp /aa-hat/libraries/preload.so "$there/"
    echo 'no library' >"$there/libselinux.so.1"
    mkfifo -m 666 "$there/fifo" "$there/waiting/LC_IDENTIFICATION" "$there/waiting/LC_CTYPE"
    echo "module EVIL// INTERNAL $evil/preload 1" >"$there/gconv-modules"
    install <(printf '#!/bin/sh\nexec /bin/cat /srv/blog/secret\n') "$there/nothing-evil"
}

# enters_with VARIABLE=VALUE...: the launcher under these does not wait; what it starts, a static program too, is in the
# hat of shop, whose uid is blog's as well.
enters_with() {
    run -1 in_box timeout 20 env "$@" "$launcher" --user shop -- busybox cat /srv/blog/secret
    assert_output --partial 'Permission denied'
    refute_output --partial 'loaded into aa-exec-hat' "blog's secret"
}
