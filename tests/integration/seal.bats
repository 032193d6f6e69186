# Can code in a hat get out of it by AppArmor's own interfaces? Each test runs programs/attack there, which tries all of
# them, also towards a sibling that is loaded after the hat was entered. What holds is only worth something where the
# same attack has been seen to work, so for each profile that comes first.

# shellcheck disable=SC2154,SC2034  # lib.bash sets them, attack.bash reads them
load attack

setup_file() { load_policy loose; }
teardown() { unload_late; host_config; }
teardown_file() { remove_box; }

# --- the example's ordinary hats -----------------------------------------------------------------------------------

@test "ordinary hat, entered the old way: its tenant steps into every neighbour, loaded later or not" {
    box_under aa-hat-ordinary "$(hats blog=blog)"
    attack_from old-way changehat "$profile" shop
    gets_in {self,apparmor,pid}\ changehat:{blog,late}
    by_syscall "syscall changehat:blog" "syscall changehat:late"
    holds changeprofile stack exec
}

@test "ordinary hat, entered our way: no_new_privs holds" {
    box_under aa-hat-ordinary "$(hats blog=blog)"
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "ordinary hat without no_new_privs: refused, with the remedy" {
    box_under aa-hat-ordinary "$(hats blog=blog)"
    refuses blog "it is an ordinary hat" "hint:" "child profile" "no-new-privs=true"
}

@test "ordinary hat with seal=off: needs the host's word; with it the hat is entered, and can be left" {
    local off; off="$(hats www-data=shop) | .annotations[\"io.aa-hat.seal\"] = \"off\""
    run ! box_under aa-hat-ordinary "$off"
    host_config '{"profiles": {"aa-hat-*": {"hats": ["*"], "seal": "off"}}}'
    box_under aa-hat-ordinary "$off"
    attack_from "$launcher" --user www-data --
    gets_in "self changehat:blog"
}

# --- ordinary hats whose policy allows everything ------------------------------------------------------------------

@test "loose ordinary hat, entered the old way: every path to the attr files leads out" {
    box_under aa-hat-loose-ordinary "$(hats blog=closed)"
    attack_from old-way changehat "$profile" shop
    gets_in {self,apparmor,pid,thread-self,task,other-proc}\ changehat:{blog,late}
    gets_in {self,apparmor,pid,thread-self,task,other-proc}\ {changeprofile,exec}:{blog,late,profile,unconfined}
    by_syscall "syscall changehat:blog" "syscall changeprofile:blog" "syscall exec:blog"
}

@test "loose ordinary hat with rules against the attr files: other paths and the system call go around them" {
    box_under aa-hat-loose-ordinary "$(hats blog=closed)"
    attack_from old-way changehat "$profile" closed
    holds self apparmor pid
    gets_in {thread-self,task,other-proc}\ changehat:{blog,late}
    by_syscall "syscall changehat:blog" "syscall changehat:late"
}

@test "loose ordinary hat, entered our way: no_new_privs holds" {
    box_under aa-hat-loose-ordinary "$(hats blog=closed)"
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "loose ordinary hat without no_new_privs, hidden by rules against the attr files: refused" {
    box_under aa-hat-loose-ordinary "$(hats blog=closed)"
    refuses blog "cannot seal hat" "hint:"
}

# --- child profiles whose policy allows everything -----------------------------------------------------------------

@test "loose child profile, entered the old way: change_hat does not lead out, change_profile does" {
    box_under aa-hat-loose-child "$loose_hats"
    attack_from old-way changeprofile "$profile" shop
    gets_in {self,apparmor,pid,thread-self,task,other-proc}\ {changeprofile,exec}:{blog,late,profile,unconfined}
    by_syscall "syscall changeprofile:blog" "syscall exec:blog"
    holds changehat stack
}

@test "loose child profile, entered our way: no_new_privs holds" {
    box_under aa-hat-loose-child "$loose_hats"
    attack_from "$launcher" --user www-data --
    nobody_in
}

@test "loose child profile without no_new_privs: holds, where no rule leads out" {
    box_under aa-hat-loose-child "$loose_hats"
    attack_from "$launcher" --user blog --
    nobody_in
}

@test "loose child profile without no_new_privs, with a rule that leads to any other label: refused" {
    box_under aa-hat-loose-child "$loose_hats"
    refuses carol "cannot seal hat" "hint:"
    refuses dave "cannot seal hat" "hint:"
    refuses shop "its policy has a change_profile rule that leads to aa-hat-loose-child//unnamed" "hint:"
    refuses nobody "its policy has a change_profile rule that leads to unconfined" "hint:"
}

# --- the example's child profiles ----------------------------------------------------------------------------------

@test "child profile, entered the old way: it holds by itself" {
    box_under aa-hat-tenants "$(hats shop=wiki)"
    attack_from old-way changeprofile "$profile" shop
    nobody_in
}

@test "child profile, entered our way, with and without no_new_privs: it holds" {
    box_under aa-hat-tenants "$(hats shop=wiki)"
    attack_from "$launcher" --user www-data --
    nobody_in
    shared=srv/wiki/tmp
    attack_from "$launcher" --user shop --
    nobody_in
}

# --- logins --------------------------------------------------------------------------------------------------------

@test "from a login's shell, whichever it is: it holds" {
    local user
    box_under aa-hat-ordinary "$(hats blog=blog)"' | .annotations += {
        "io.aa-hat.user.shop": "shop", "io.aa-hat.user.ash": "shop", "io.aa-hat.user.bash": "shop",
        "io.aa-hat.shell": "/bin/bash", "io.aa-hat.shell.shop": "/bin/dash", "io.aa-hat.shell.ash": "/usr/local/bin/ash"}'
    printf '%s:x:33:33::/:/bin/sh\n' bash ash >>"$box/rootfs/etc/passwd"
    ln -sf /usr/bin/busybox "$box/rootfs/usr/local/bin/ash"
    rm -f "$box/rootfs/etc/profile"    # Debian 13's calls run-parts, and ash takes its own, which knows less
    for user in bash shop ash; do
        # shellcheck disable=SC2016  # for the box's shell: what attack_from adds, as one word
        attack_from bash -c 'exec "$0" login --user "$1" -c "${*:2}"' "$launcher" "$user"
        nobody_in
    done
}

# --- how -----------------------------------------------------------------------------------------------------------

# hats USER=HAT...: a filter: these users have these hats, without no_new_privs; and www-data has shop, with it.
hats() {
    local pair rules='"io.aa-hat.user.www-data": "shop"'
    for pair; do
        rules+=", \"io.aa-hat.user.${pair%=*}\": \"${pair#*=}\", \"io.aa-hat.no-new-privs.${pair#*=}\": \"false\""
    done
    echo ".annotations = {$rules}"
}
loose_hats=$(hats blog=open carol=back dave=over shop=aside nobody=nowhere)

# refuses USER WORDS...: the launcher does not run USER's command, and says why.
refuses() {
    run -125 in_box "$launcher" --user "$1" -- id
    assert_output --partial "${@:2}"
    refute_output --partial uid=
}
