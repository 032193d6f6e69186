"""Times programs against each other, in one interleaved run."""

import random
import subprocess
import sys
import time
from statistics import median

PROGRAMS = "/aa-hat/bench/programs"


class Stopwatch:
    """A running time-exit or time-answer, beside the program that it measures: it may be in a container."""

    def __init__(self, command):
        self.command = command
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def run(self):
        """One run. Returns its nanoseconds."""
        self.process.stdin.write("\n")
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"a run failed: {' '.join(self.command)}")
        return int(line)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def time_exit(command, stdin="/dev/null", after="", within=()):
    """Measures `command` from vfork to its end; `within` goes before all of it, and leads into a container."""
    return [*within, f"{PROGRAMS}/time-exit", stdin, after, *command]


def time_answer(command, socket, script, after, within=()):
    """Measures php-fpm from vfork to the first answer of the pool at `socket`."""
    return [*within, f"{PROGRAMS}/time-answer", socket, script, after, *command]


class Times:
    """What an interleaved run took."""

    def __init__(self, runs, taken):
        self.runs, self.taken = runs, taken

    def median(self, key):
        return median(self.taken[key])


def interleaved(name, commands, runs):
    """Runs each of `commands` (name → command of a stopwatch) `runs` times, a round after the other, in an order that
    changes from round to round, so that none always follows the same."""
    watches = {key: Stopwatch(command) for key, command in commands.items()}
    order = list(watches)
    shuffle = random.Random(1).shuffle
    taken = {key: [] for key in order}
    for watch in watches.values():
        watch.run()  # the first one fills caches
    begin = time.monotonic()
    for done in range(runs):
        shuffle(order)
        for key in order:
            taken[key].append(watches[key].run())
        show_progress(name, done + 1, runs, begin)
    for watch in watches.values():
        watch.stop()
    return Times(runs, taken)


def show_progress(name, done, runs, begin):
    """A tenth of the runs at a time: the output may be a log."""
    if done == runs or done * 10 // runs != (done - 1) * 10 // runs:
        print(f"  {name}: {done} of {runs} rounds, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
