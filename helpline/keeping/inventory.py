"""The data inventory: every field of every table, what becomes of it and why, as a page in Markdown."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.apps import apps
from django.db import models

from helpline.keeping.foreign import FOREIGN
from helpline.keeping.schedule import CLASS_OF, GROUPS, Kept
from helpline.kernel.privacy import Decision, Destroy

HEAD = """# Data inventory

Made by `manage.py data_inventory --write` from what each model says of its fields (`privacy`) and from
`helpline/keeping/schedule.py`. Do not edit it: a test holds it against what the command makes.

Words are sealed with a key of their own and die with it; [retention](retention.md) says how, and what a
backup means. No network address, user agent or referrer of a caller is in any table. Two things act outside
the databases: keyed hashes of networks, in memory or in a Redis without persistence, 24 hours at most; and
backups of the key store, 24 hours at most.
"""


def undecided() -> Iterator[str]:
    """Yield one line for each installed table or field of which nobody has decided."""
    for model in apps.get_models():
        label = model._meta.label
        if label not in CLASS_OF:
            yield f"{label}: in no class of helpline/keeping/schedule.py"
        decisions = decisions_of(model)
        fields = fields_of(model)
        yield from (f"{label}.{name}: no decision" for name in fields if name not in decisions)
        yield from (f"{label}.{name}: a decision about no field" for name in decisions if name not in fields)


def decisions_of(model: type[models.Model]) -> Mapping[str, Decision]:
    """Return the decisions of a model, ours or another's."""
    found: Mapping[str, Decision] = getattr(model, "privacy", None) or FOREIGN.get(model._meta.label, {})
    return found


def fields_of(model: type[models.Model]) -> list[str]:
    """Return the names of the fields that a table holds, and of its links to others."""
    return [field.name for field in model._meta.get_fields() if field.concrete]


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_groups()]).rstrip() + "\n"


def _groups() -> Iterator[str]:
    installed = {model._meta.label: model for model in apps.get_models()}
    for name, classes in GROUPS:
        yield f"## {name}\n"
        for kept in classes:
            tables = [installed[label] for label in kept.models if label in installed]
            if tables or not kept.models:
                yield from _class(kept, tables)


def _class(kept: Kept, tables: list[type[models.Model]]) -> Iterator[str]:
    number = f"`{kept.setting}`"
    yield f"### {kept.what}\n"
    held = " A hold for a break of confidence spares it." if kept.held else ""
    ended = f" Ended by `{kept.job}`." if kept.job else ""
    yield f"Kept {kept.how_long.format(number=number)}.{ended}{held}\n"
    for table in tables:
        yield f"**{table._meta.label}**\n"
        yield "| fields | what becomes of them |\n|---|---|"
        decisions = decisions_of(table)
        decided = ((decisions[name], name) for name in fields_of(table))
        for decision, group in groupby(decided, key=lambda pair: pair[0]):
            names = ", ".join(f"`{name}`" for _, name in group)
            verb = "destroyed" if isinstance(decision, Destroy) else "kept"
            yield f"| {names} | {verb}: {decision.reason} |"
        yield ""
