#include "commands/command_line.h"

namespace aahat {

const char* usage_text() {
  return R"(usage: aa-hat-hook [--config FILE] [--launcher FILE] [STAGE]
       aa-hat-hook [--config FILE] [--launcher FILE] check [--json] BUNDLE
       aa-hat-hook --help | --version

OCI hook: puts php-fpm pools and logins of a container into AppArmor hats. It reads
the container's io.aa-hat. annotations, proves on the host that they can be honoured,
and mounts the launcher and its plan at /run/aa-hat of the container. What it cannot
prove keeps the container from starting, and the messages say what to change.

STAGE, with the container's OCI state on stdin:
  prestart        prove and deliver (this is also the default)
  createRuntime   the same
  poststop        nothing: no trace is kept on the host

check             does the same reading and proving for the bundle in folder BUNDLE,
                  changes nothing, and prints the plan with warnings (--json: as JSON)

Options:
  --config FILE   the host's configuration (default /etc/aa-hat/config.json, which may
                  be absent; a FILE that is named must exist)
  --launcher FILE the aa-exec-hat to deliver (default: "launcher" of the configuration,
                  or else the installed one)

Exit status: 0, or 1 for every refusal. Messages go to stderr and to syslog.

Without an io.aa-hat. annotation the hook does nothing, unless "require" in the host's
configuration asks this container to have some. An example, in words of runtimes:

  "annotations": {"io.aa-hat.pool.shop": "shop", "io.aa-hat.pool.blog": "blog"}
  podman run --annotation io.aa-hat.pool.shop=shop --security-opt apparmor=web ...

See aa-hat-hook(8) and aa-exec-hat(1).
)";
}

}  // namespace aahat
