# shellcheck shell=bash
# What the commands of this folder share: where things lie, and how to say what is happening. It is sourced.

# shellcheck disable=SC2034  # it is used by those that source this
vm=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/aa-hat

die() { echo "${0##*/}: $*" >&2; exit 1; }

# help_if_asked FILE "$@": the usage of a command is the comment at its top.
help_if_asked() {
    local file=$1 word; shift
    for word; do
        [[ $word != -- ]] || break
        [[ $word != --help ]] || { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$file"; exit 0; }
    done
}

check_suite() { [[ ${1:-} == bookworm || ${1:-} == trixie ]] || die "no such suite \"${1:-}\": bookworm or trixie"; }

# phase WORDS LOG COMMAND...: says what begins and what it took, in whole lines since two builds may run side by side.
# The noise goes into LOG, whose end is shown on failure.
phase() {
    local words=$1 log=$2 start=$EPOCHREALTIME status=0; shift 2
    mkdir -p "${log%/*}"
    echo "$words ..." >&2
    "$@" >"$log" 2>&1 || status=$?
    if ((status)); then
        echo "$words: FAILED. The end of $log:" >&2
        tail -n 30 "$log" >&2
        return "$status"
    fi
    echo "$words: $(seconds_since "$start") s" >&2
}

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# hash_of FILE...: a name for whatever is made from these files, by their contents.
hash_of() { cat "$@" | sha256sum | cut -c1-12; }

# take_build_lock NAME: one build of a thing at a time. The lock ends with the process that called.
take_build_lock() {
    mkdir -p "$cache"
    exec {build_lock}>"$cache/.lock-$1"
    flock --nonblock "$build_lock" && return
    echo "$1: waiting for a build that has begun elsewhere" >&2
    flock "$build_lock"
}

# use THING: marks a thing of the cache as used now, and removes its older versions if nobody used them for a month.
use() {
    touch "$1"
    find "$cache" -maxdepth 1 -name "$(basename "${1%-*}")-????????????" -mtime +30 -exec rm -rf {} +
}

# Where a machine's state lies: the port of its sshd, its console, its process. NAME is the suite unless told otherwise.
machine_dir() {
    [[ ${1:-} =~ ^[a-z0-9-]+$ ]] || die "a machine's name is made of a-z, 0-9 and -, not \"${1:-}\""
    echo "$cache/run/$1"
}

# machine_runs DIR: QEMU inherits the lock that "up" took, so that it is held exactly as long as the machine lives.
machine_runs() { [[ -e $1/lock ]] && ! flock --nonblock "$1/lock" true; }

# The one form in which files travel into a machine. There they belong to root, whoever made them here.
pack() { tar -c -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w .; }
