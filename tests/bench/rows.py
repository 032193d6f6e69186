"""The rows of the table, in groups: what is in one call of interleaved() was measured in one run."""

import glob
import os
import shutil
import subprocess
from dataclasses import dataclass

from container import BENCH, PREFIX, Bundle, hat, load_policy, rules
from stopwatch import PROGRAMS, interleaved, time_answer, time_exit

LAUNCHER = "/run/aa-hat/aa-exec-hat"
HOOK = ["/usr/local/sbin/aa-hat-hook", "prestart"]
HOST_PROGRAMS = "/usr/local/lib/aa-hat-bench"  # on the disk, as the hook is
PROFILE = "aa-hat-bench"
POOLS = 200
FPM_CONFIG = "/etc/php-fpm/php-fpm.conf"


@dataclass
class Row:
    """`what` against `reference`; medians in nanoseconds."""

    what: str
    reference: str
    target: float | None  # none: no more than a measure for another row
    runs: int
    measured_ns: float
    reference_ns: float
    itself_ns: float  # one of the two,
    again_ns: float  # and the same program once more: what differs between them is noise

    @property
    def ratio(self):
        return self.measured_ns / self.reference_ns

    @property
    def spread(self):
        return self.again_ns / self.itself_ns


def row(times, what, reference, target, measured="it", base="reference", itself="it"):
    return Row(what, reference, target, times.runs, *(times.median(key) for key in (measured, base, itself, "again")))


def launcher(runs):
    few = Bundle("few", PROFILE, rules(10)).start()
    many = Bundle("many", PROFILE, rules(10000)).start()
    label = f"{PROFILE}//{hat(0)}"
    it = [LAUNCHER, "--hat", hat(0), "--", "true"]
    times = interleaved("launcher", {
        "it": time_exit(it, within=few),
        "again": time_exit(it, within=few),
        "same": time_exit([f"{PROGRAMS}/launch-same", label, "true"], within=few),
        "bare": time_exit([f"{PROGRAMS}/launch-bare", label, "true"], within=few),
        "aa-exec": time_exit(["aa-exec", "-p", label, "--", "true"], within=few),
        "many": time_exit(it, within=many),
    }, runs)
    what = "aa-exec-hat --hat H -- true"
    yield row(times, what, "static C, the same system calls", 1.2, base="same")
    yield row(times, what, "static C, writes the attribute and execs", 1.6, base="bare")
    yield row(times, what, "aa-exec -p P//H -- true", 1.1, base="aa-exec")
    yield row(times, "the same with 10,000 rules", "with 10 rules", 1.1, measured="many", base="it")


def hook_on(bundle, process, command=None):
    """A stopwatch for the hook, called for a process that has nothing of a container but its mounts."""
    undo = f"busybox nsenter -t {process.pid} -m busybox umount {bundle.config['root']['path']}/run/aa-hat"
    return time_exit(command or HOOK, stdin=bundle.state(process.pid), after=undo)


def copy_programs():
    shutil.copytree(PROGRAMS, HOST_PROGRAMS, dirs_exist_ok=True)


def prestart(runs):
    copy_programs()
    # The hook goes into this one's mount namespace.
    with subprocess.Popen(["unshare", "--mount", "sleep", "infinity"]) as process:
        try:
            yield from delivery(runs, process)
            yield from passing_by(runs, process)
            yield from annotations(runs, process)
        finally:
            process.kill()


def plan_of(annotated):
    """As many bytes as the plan has."""
    table = "".join(f"{key.removeprefix(PREFIX + 'pool.')}\t{value}\n" for key, value in annotated.items())
    return table + "x" * 180


def delivery(runs, process):
    ten = Bundle("ten", PROFILE, rules(10))
    same = [f"{HOST_PROGRAMS}/hook-same", str(process.pid), ten.path, ten.config["root"]["path"],
            "/usr/local/bin/aa-exec-hat", plan_of(rules(10))]
    times = interleaved("prestart", {
        "it": hook_on(ten, process),
        "again": hook_on(ten, process),
        "reference": hook_on(ten, process, same),
    }, runs)
    yield row(times, "prestart, 10 rules", "static C, the same mounts", 1.4)


def passing_by(runs, process):
    foreign = {"io.container.manager": "libpod", "org.opencontainers.image.stopSignal": "15"}
    others = Bundle("others", PROFILE, foreign)
    state = others.state(process.pid)
    times = interleaved("prestart of others", {
        "it": time_exit(HOOK, stdin=state),
        "again": time_exit(HOOK, stdin=state),
        "reference": time_exit([f"{HOST_PROGRAMS}/hook-stdin"], stdin=state),
    }, runs)
    yield row(times, "prestart, none of our annotations", "static C, reads its stdin", 1.2)


def annotations(runs, process):
    thousand = Bundle("thousand", PROFILE, rules(1000))
    times = interleaved("annotations", {
        "it": hook_on(Bundle("ten-thousand", PROFILE, rules(10000)), process),
        "reference": hook_on(thousand, process),
        "again": hook_on(thousand, process),
    }, runs)
    yield row(times, "prestart, 10,000 annotations (10 hats)", "1,000 annotations", 12, itself="reference")


def engine(name, target):
    """With a hook that does nothing as well: below what that costs, no hook can come."""

    def measure(runs):
        copy_programs()
        ours = Bundle(f"{name}-with", PROFILE, rules(3), args=["true"])
        plain = Bundle(f"{name}-without", PROFILE, {}, args=["true"])
        empty = Bundle(f"{name}-empty", PROFILE, {}, args=["true"])
        empty.config["hooks"] = {"prestart": [{"path": f"{HOST_PROGRAMS}/noop"}]}
        empty.write()
        run = {bundle: [name, "run", "--bundle", bundle.path, bundle.name] for bundle in (ours, plain, empty)}
        times = interleaved(f"{name} run", {
            "it": time_exit(run[ours]),
            "again": time_exit(run[ours]),
            "reference": time_exit(run[plain]),
            "empty": time_exit(run[empty]),
        }, runs)
        yield row(times, f"{name} run of true, with the hook", "without", target)
        yield row(times, "the same", "with a static hook that does nothing", None, base="empty")

    return measure


def compared(what, it, other, runs, target=None):
    times = interleaved(f"before, {what}", {"it": it, "again": it, "reference": other}, runs)
    yield row(times, what, "the other build", target)


def before(runs):
    """This build against another one, whose programs the payload has in before/ (make bench BEFORE=FOLDER)."""
    others = "/aa-hat/before"
    if not os.path.exists(f"{others}/aa-exec-hat"):
        raise SystemExit("nothing to compare with: make bench BEFORE=FOLDER, with another build's programs in FOLDER")
    copy_programs()
    annotated = rules(10) | {f"{PREFIX}user.www-data": hat(0)}
    within = Bundle("before", PROFILE, annotated).start()
    for name in os.listdir(others):
        shutil.copy(f"{others}/{name}", f"{HOST_PROGRAMS}/{name}")
        shutil.copy(f"{others}/{name}", f"{BENCH}/root/usr/local/bin/{name}.before")
    for what in (["--hat", hat(0)], ["--user", "www-data"]):
        arguments = [*what, "--", "true"]
        # Both from the root's file system.
        it, other = (time_exit([f"/usr/local/bin/{name}", *arguments], within=within)
                     for name in ("aa-exec-hat", "aa-exec-hat.before"))
        yield from compared(f"aa-exec-hat {' '.join(what)} -- true", it, other, runs, 1.06)
    with subprocess.Popen(["unshare", "--mount", "sleep", "infinity"]) as process:
        try:
            other = [f"{HOST_PROGRAMS}/aa-hat-hook", "prestart"]
            ten = Bundle("ten", PROFILE, rules(10))
            state = Bundle("none", PROFILE, {}).state(process.pid)
            yield from compared("prestart, 10 rules", hook_on(ten, process), hook_on(ten, process, other), runs)
            yield from compared("prestart, a container that is not ours", time_exit(HOOK, stdin=state),
                                time_exit(other, stdin=state), runs)
        finally:
            process.kill()


def make_pools():
    """200 pools, each with its own user and socket; the same configuration for both."""
    root = f"{BENCH}/root"
    for folder in ("etc/php-fpm", "srv"):
        os.makedirs(f"{root}/{folder}", exist_ok=True)
    with open("/etc/passwd", encoding="utf-8") as file:
        users = file.read()
    with open("/etc/group", encoding="utf-8") as file:
        groups = file.read()
    config = "[global]\nerror_log = /dev/null\n"
    for number in range(POOLS):
        users += f"u{number}:x:{3000 + number}:{3000 + number}::/:/usr/sbin/nologin\n"
        groups += f"u{number}:x:{3000 + number}:\n"
        config += (f"[p{number:05}]\nuser = u{number}\ngroup = u{number}\nlisten = /run/php/{number}.sock\n"
                   "listen.owner = www-data\nlisten.mode = 0600\npm = static\npm.max_children = 1\n")
    texts = {"etc/passwd": users, "etc/group": groups, "etc/php-fpm/php-fpm.conf": config,
             "srv/answer.php": "<?php echo 'answered';\n"}
    for name, text in texts.items():
        with open(f"{root}/{name}", "w", encoding="utf-8") as file:
            file.write(text)


def fpm_group(hats, fewer=1):
    """Each pool has its own user; they share `hats` hats. Pools can only be learnt from php-fpm itself (-tt), before it
    starts: what that takes is measured too. Divides the runs by `fewer`, where one takes too long."""

    def measure(runs):
        load_policy(PROFILE, hats)
        if not os.path.exists(f"{BENCH}/root{FPM_CONFIG}"):
            make_pools()
        within = Bundle(f"fpm-{hats}", PROFILE, rules(POOLS, hats)).start()
        program = os.path.basename(glob.glob("/usr/sbin/php-fpm*")[0])
        plain = [program, "--nodaemonize", "-y", FPM_CONFIG]
        asked_first = ["sh", "-c", f"{program} -n -tt -y {FPM_CONFIG} >/dev/shm/said 2>&1; exec {' '.join(plain)}"]
        it = [LAUNCHER, "fpm", "--native", "--", *plain]
        asked = {"socket": "/run/php/0.sock", "script": "/srv/answer.php", "within": within}
        asked["after"] = "rm /run/php/*.sock"
        times = interleaved(f"fpm, {hats} hats", {
            "it": time_answer(it, **asked),
            "again": time_answer(it, **asked),
            "reference": time_answer(plain, **asked),
            "asked first": time_answer(asked_first, **asked),
        }, max(1, runs // fewer))
        yield row(times, f"fpm --native until an answer, {POOLS} pools in {hats} hats", "plain php-fpm", 1.2)
        yield row(times, "the same", "plain php-fpm, after it was asked for its pools", None, base="asked first")

    return measure


GROUPS = {
    "launcher": launcher,
    "prestart": prestart,
    "crun": engine("crun", 1.15),
    "runc": engine("runc", 1.10),
    "fpm": fpm_group(10),
    "fpm-hats": fpm_group(POOLS, fewer=10),
}
