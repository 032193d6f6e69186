"""The groups of rows, by name."""

import filters
import logins
import rows

GROUPS = rows.GROUPS | {"login": logins.login, "seccomp": filters.filters}
