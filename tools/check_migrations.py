"""Refuse migrations that processes of the release before could not live with while they are replaced.

What must be done all the same stands in tools/migrations_let_through.toml, each with its reason.
"""
# ruff: noqa: T201

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LET_THROUGH = ROOT / "tools/migrations_let_through.toml"
LEAST_REASON = 15


def complaints(allowed: Mapping[str, Any]) -> Iterator[str]:
    """Yield one line for each mistake, in migrations and in the file of exceptions."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    from tools.migration_rules import refusals

    ours = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    old = {key for node in allowed["before"].items() for key in loader.graph.forwards_plan(node)}
    reasons: dict[str, dict[str, str]] = {
        name: dict(each) for name, each in allowed.get("because", {}).items()
    }
    plan = [key for leaf in sorted(loader.graph.leaf_nodes()) for key in loader.graph.forwards_plan(leaf)]
    for app, name in dict.fromkeys(plan):
        migration = loader.graph.nodes[app, name]
        if (app, name) in old or app not in ours:
            continue
        given = reasons.get(f"{app}.{name}", {})
        state = loader.project_state((app, name), at_end=False)
        for operation, why in refusals(migration, state):
            if len(given.pop(operation, "")) < LEAST_REASON:
                yield f"{app}.{name}: {operation}: {why}."
    for migration_name, left in reasons.items():
        for operation in left:
            yield f"{LET_THROUGH.name}: {migration_name}: {operation}: nothing of that name is refused."


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    found = list(complaints(tomllib.loads(LET_THROUGH.read_text(encoding="utf-8"))))
    print("\n".join(found) or "Migrations: a process of the release before can live with each.")
    if found:
        print(f"Make it in two releases, or give the reason in tools/{LET_THROUGH.name}.")
        print("See docs/operations/several-processes.md, Migrations.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
