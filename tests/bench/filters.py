"""What a seccomp filter costs a start, and its compiling the hook."""

import json
import os
import subprocess

from container import PREFIX, Bundle, hat, load_policy
from rows import LAUNCHER, PROFILE, hook_on, row
from stopwatch import interleaved, time_exit

FOLDER = "/etc/aa-hat/seccomp"


def write_profile(name, count, errno=1):
    """`count` rules, each for one call and a condition that no call of the benchmark meets."""
    calls = [("personality", number) for number in range(count)]
    syscalls = [{"names": [call], "action": "SCMP_ACT_ERRNO", "errnoRet": errno,
                 "args": [{"index": 0, "value": 4096 + number, "op": "SCMP_CMP_EQ"}]} for call, number in calls]
    os.makedirs(FOLDER, exist_ok=True)
    with open(f"{FOLDER}/{name}.json", "w", encoding="utf-8") as file:
        json.dump({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": syscalls}, file)


def rules(count, profile_of=None):
    """`count` pools with a hat each; profile_of(number) names the hat's seccomp profile."""
    annotations = {f"{PREFIX}pool.p{number}": hat(number) for number in range(count)}
    if profile_of:
        annotations |= {f"{PREFIX}seccomp.{hat(number)}": profile_of(number) for number in range(count)}
    return annotations


def starts(runs):
    write_profile("bench-300", 300)
    command = [LAUNCHER, "--pool", "p0", "--", "true"]
    filtered = Bundle("filtered", PROFILE, rules(1, lambda number: "bench-300")).start()
    free = Bundle("free", PROFILE, rules(1)).start()
    times = interleaved("filter", {
        "it": time_exit(command, within=filtered),
        "again": time_exit(command, within=filtered),
        "reference": time_exit(command, within=free),
    }, runs)
    yield row(times, "a command with a filter of 300 rules", "without", 1.15)


def compiles(runs):
    for number in range(20):
        write_profile(f"bench-distinct-{number}", 50, errno=number + 1)
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
