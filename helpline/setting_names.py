"""A setting that nobody reads was typed wrong, and what it was to promise is not kept: that is refused."""

import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from helpline.environment import ASKED

PREFIX = "HELPLINE_"
# Asked for later than the settings are read, or only with PostgreSQL.
ASKED_LATER = frozenset(
    {"HELPLINE_BIND", "HELPLINE_PROCESSES", "HELPLINE_DATABASE_POOL", "HELPLINE_DEMO_PASSWORD"}
)
# Of deploy/nginx.conf and of the scripts beside it, which may stand in the same file.
BESIDE_US = (
    "HELPLINE_HOST",
    "HELPLINE_APP",
    "HELPLINE_DEPLOY_DIR",
    "HELPLINE_ENV_FILE",
    "HELPLINE_PYTHON",
    "HELPLINE_HTTP_PORT",
    "HELPLINE_TLS_",
    "HELPLINE_PROXY_",
    "HELPLINE_BACKUP_",
    "HELPLINE_RESTORE_",
)


@register
def refuse_unknown_settings(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return one Error for each name in the environment that is no setting of this version."""
    if settings.HELPLINE_MODE != "service":
        return []
    return [Error(line, id="helpline.E301") for line in unknown_settings(os.environ)]


def unknown_settings(environment: Mapping[str, str]) -> list[str]:
    """Return one line for each, with the name that was perhaps meant; never a value."""
    known = ASKED | ASKED_LATER
    lines = []
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in known or _is_beside_us(name):
            continue
        near = get_close_matches(name, sorted(known), n=1, cutoff=0.85)
        meant = f" {near[0]} is: was it meant?" if near else " Take it out."
        lines.append(f"{name} is no setting of this version.{meant} All are in deploy/env.example.")
    return lines


def _is_beside_us(name: str) -> bool:
    return any(name == one or (one.endswith("_") and name.startswith(one)) for one in BESIDE_US)
