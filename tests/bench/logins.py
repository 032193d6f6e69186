"""A login by aa-exec-hat against su -l with pam_apparmor: the same container, user, hat and shell."""

import os

from container import BENCH, Bundle, call
from rows import LAUNCHER, row
from stopwatch import PROGRAMS, interleaved, time_exit

PROFILE = "aa-hat-bench-logins"
SHELL = f"{PROGRAMS}/noop"
USER = "bench"

# su sets the ids when it is already in the hat.
POLICY = f"""abi <abi/3.0>,
include <tunables/global>
profile {PROFILE} flags=(attach_disconnected,mediate_deleted) {{
  file, network, capability, signal, ptrace,
  change_profile -> {PROFILE}//*,
  ^{USER} flags=(attach_disconnected,mediate_deleted) {{
    file, network, capability, signal, ptrace,
  }}
}}
"""


def write_image(path, text):
    """A file of the containers' root."""
    os.makedirs(os.path.dirname(f"{BENCH}/root{path}"), exist_ok=True)
    with open(f"{BENCH}/root{path}", "w", encoding="utf-8") as file:
        file.write(text)


def write_users(others):
    with open("/etc/passwd", encoding="utf-8") as file:
        users = file.read()
    users += "".join(f"o{number}:x:{20000 + number}:100::/:/bin/sh\n" for number in range(others))
    write_image("/etc/passwd", f"{users}{USER}:x:4000:100::/:{SHELL}\n")


def login(runs):
    call("apparmor_parser", "--replace", "--skip-cache", input=POLICY, text=True)
    write_image("/etc/pam.d/su", "auth sufficient pam_rootok.so\naccount sufficient pam_permit.so\n"
                                 "session required pam_permit.so\nsession required pam_apparmor.so order=user\n")
    within = Bundle("logins", PROFILE, {"io.aa-hat.order": "user"}).start()
    for others, name in ((0, "login --user U"), (100000, "the same, last of 100,000 users")):
        write_users(others)
        it = time_exit([LAUNCHER, "login", "--user", USER], within=within)
        times = interleaved(f"login, {others} other users", {
            "it": it,
            "again": it,
            "reference": time_exit(["su", "-l", USER], within=within),
        }, runs)
        yield row(times, name, "su -l U, pam_apparmor", 0.25)
