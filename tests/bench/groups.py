"""The groups of rows, by name."""

import filters
import logins
import rows

GROUPS = rows.GROUPS | {"login": logins.login, "seccomp": filters.filters}
# Measured only where it is named: it needs another build's programs.
COMPARING = {"before": rows.before}
