"""What is measured needs containers: a root, a bundle, a policy of as many hats as asked for."""

import json
import os
import subprocess

BENCH = "/run/aa-hat-bench"
EXAMPLES = "/aa-hat/spec-examples"
PREFIX = "io.aa-hat."


def call(*command, **options):
    subprocess.run(command, check=True, **options)


def hat(number):
    return f"h{number}"


def hat_policy(profile, number):
    return f"""
  profile {hat(number)} flags=(attach_disconnected,mediate_deleted) {{
    include <abstractions/aa-hat-tenant>
    signal (receive) peer={profile},
    ptrace (readby) peer={profile},
    /srv/** r,
  }}
"""


def load_policy(profile, hats):
    """The example's profile with `hats` child profiles, made of its own abstractions."""
    text = f"""abi <abi/3.0>,
include <tunables/global>
profile {profile} flags=(attach_disconnected,mediate_deleted) {{
  include <abstractions/aa-hat-container>
  change_profile -> {profile}//*,
  signal (send, receive) peer={profile},
  signal (send) peer={profile}//*,
  ptrace (read, readby) peer={profile},
  ptrace (read) peer={profile}//*,
{"".join(hat_policy(profile, number) for number in range(hats))}}}
"""
    call("apparmor_parser", "--replace", "--skip-cache", input=text, text=True)


def rules(count, hats=10):
    """`count` annotations that give as many pools one of `hats` hats."""
    return {f"{PREFIX}pool.p{number:05}": hat(number % hats) for number in range(count)}


def make_root():
    """The machine's own root, and over it a folder of this container. Returns its path."""
    root = f"{BENCH}/root"
    for part in ("upper", "work", "root"):
        os.makedirs(f"{BENCH}/{part}")
    call("mount", "-t", "overlay", "bench", root, "-o", f"lowerdir=/,upperdir={BENCH}/upper,workdir={BENCH}/work")
    os.makedirs(f"{root}/run/aa-hat")
    return root


def remove_all():
    """Of this run or of one that was killed."""
    for name in os.listdir(BENCH) if os.path.isdir(BENCH) else []:
        subprocess.run(["crun", "delete", "--force", f"bench-{name}"], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["umount", "-l", f"{BENCH}/root"], stderr=subprocess.DEVNULL, check=False)
    call("rm", "-rf", BENCH)


class Bundle:
    """The example's bundle, with other annotations, under another profile, in the folder `path`."""

    def __init__(self, name, profile, annotations, args=("tail", "-f", "/dev/null")):
        self.name, self.path = f"bench-{name}", f"{BENCH}/{name}"
        with open(f"{EXAMPLES}/bundle/config.json", encoding="utf-8") as file:
            config = json.load(file)
        config["root"]["path"] = f"{BENCH}/root"
        config["annotations"] = annotations
        config["process"].update(apparmorProfile=profile, args=list(args))
        for capabilities in config["process"]["capabilities"].values():
            capabilities.append("CAP_DAC_OVERRIDE")
        # The programs lie on a tmpfs, as the launcher does.
        config["mounts"].append(
            {"destination": "/aa-hat", "type": "bind", "source": "/aa-hat", "options": ["rbind", "ro"]})
        if not annotations:
            del config["hooks"]
        self.config = config
        os.makedirs(self.path)
        self.write()

    def write(self):
        with open(f"{self.path}/config.json", "w", encoding="utf-8") as file:
            json.dump(self.config, file, sort_keys=True)

    def start(self):
        """Starts it, and returns what runs a further program in it."""
        call("crun", "create", "--bundle", self.path, self.name)
        call("crun", "start", self.name)
        return ["crun", "exec", self.name]

    def state(self, pid):
        """The path of the OCI state with which an engine calls the hooks of this bundle."""
        state = {"ociVersion": "1.0.2", "id": self.name, "status": "creating", "pid": pid, "bundle": self.path}
        state["annotations"] = self.config["annotations"]
        with open(f"{self.path}/state", "w", encoding="utf-8") as file:
            json.dump(state, file, sort_keys=True)
        return f"{self.path}/state"
