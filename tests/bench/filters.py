"""What a seccomp filter costs a start, and its compiling the hook."""

import ctypes
import json
import os
import subprocess

from container import BENCH, PREFIX, Bundle, hat, load_policy
from rows import LAUNCHER, PROFILE, hook_on, row
from stopwatch import PROGRAMS, interleaved, time_exit

FOLDER = "/etc/aa-hat/seccomp"
# From seccomp.h.
NATIVE = 0  # SCMP_ARCH_NATIVE
ALLOW = 0x7FFF0000  # SCMP_ACT_ALLOW
ERRNO_1 = 0x00050001  # SCMP_ACT_ERRNO(1)
OPTIMIZE = 8  # SCMP_FLTATR_CTL_OPTIMIZE


def write_profile(name, profile):
    os.makedirs(FOLDER, exist_ok=True)
    with open(f"{FOLDER}/{name}.json", "w", encoding="utf-8") as file:
        json.dump(profile, file)


def seccomp_library():
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_syscall_resolve_num_arch.restype = ctypes.c_char_p
    library.seccomp_init.restype = ctypes.c_void_p
    return library


def allowing(numbers):
    """Only the calls with these numbers, a rule for each: none that `true` makes is missing."""
    library = seccomp_library()
    names = [library.seccomp_syscall_resolve_num_arch(NATIVE, number).decode() for number in numbers]
    return {"defaultAction": "SCMP_ACT_ERRNO",
            "syscalls": [{"names": [name], "action": "SCMP_ACT_ALLOW"} for name in names]}


def write_program(path, numbers):
    """The program of allowing(numbers), as libseccomp writes it."""
    library = seccomp_library()
    context = ctypes.c_void_p(library.seccomp_init(ERRNO_1))
    library.seccomp_attr_set(context, OPTIMIZE, 2)
    for number in numbers:
        library.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
    with open(path, "wb") as file:
        library.seccomp_export_bpf(context, file.fileno())


def denying(count, errno):
    """One call, under `count` conditions that it never meets here."""
    rules = [{"names": ["personality"], "action": "SCMP_ACT_ERRNO", "errnoRet": errno,
              "args": [{"index": 0, "value": 4096 + number, "op": "SCMP_CMP_EQ"}]} for number in range(count)]
    return {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": rules}


def rules(count, profile_of=None):
    """`count` pools with a hat each; profile_of(number) names the hat's seccomp profile."""
    annotations = {f"{PREFIX}pool.p{number}": hat(number) for number in range(count)}
    if profile_of:
        annotations |= {f"{PREFIX}seccomp.{hat(number)}": profile_of(number) for number in range(count)}
    return annotations


def starts(runs):
    numbers = [*range(265), *range(300, 335)]
    write_profile("bench-300", allowing(numbers))
    write_program(f"{BENCH}/root/srv/filter", numbers)
    command = [LAUNCHER, "--pool", "p0", "--", "true"]
    static = [f"{PROFILE}//{hat(0)}", "true"]
    filtered = Bundle("filtered", PROFILE, rules(1, lambda number: "bench-300")).start()
    free = Bundle("free", PROFILE, rules(1)).start()
    times = interleaved("filter", {
        "it": time_exit(command, within=filtered),
        "again": time_exit(command, within=filtered),
        "reference": time_exit(command, within=free),
        "static filtered": time_exit([f"{PROGRAMS}/launch-filter", "/srv/filter", *static], within=free),
        "static": time_exit([f"{PROGRAMS}/launch-bare", *static], within=free),
    }, runs)
    # No target: what is loaded is libseccomp's program, and its cost libseccomp's.
    yield row(times, "a command with a filter of 300 rules", "without", None)
    yield row(times, "static C: attribute, libseccomp's program, exec", "without", None, "static filtered", "static")


def compiles(runs):
    for number in range(20):
        write_profile(f"bench-distinct-{number}", denying(50, errno=number + 1))
    with subprocess.Popen(["unshare", "--mount", "sleep", "infinity"]) as process:
        try:
            twenty = Bundle("twenty", PROFILE, rules(20, "bench-distinct-{}".format))
            one = Bundle("one", PROFILE, rules(20, lambda number: "bench-distinct-0"))
            times = interleaved("compile", {
                "it": hook_on(twenty, process),
                "again": hook_on(one, process),
                "reference": hook_on(one, process),
            }, runs)
        finally:
            process.kill()
    yield row(times, "prestart, 20 seccomp profiles", "one", 25, itself="reference")


def filters(runs):
    load_policy(PROFILE, 20)
    yield from starts(runs)
    yield from compiles(runs)
