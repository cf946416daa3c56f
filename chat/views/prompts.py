"""Which prompts keep people talking: for supervisors, over all contacts, without handlers."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from chat.services.doubts import labels
from helpline.staff.access import requires
from helpline.staff.roles import Permission
from helpline.statistics.dashboard.prompt_block import PromptsOf
from helpline.statistics.disclosure import FINE_FROM, POLICY, THRESHOLD
from helpline.statistics.prompts import Usage, usages, versions_tallied
from scripts.addressing import Address, fill
from scripts.errors import NoScript
from scripts.models import ScriptVersion
from scripts.naming import cue_label, spoken
from scripts.script import Script
from scripts.services import script_of

PROMPTS = (
    ("Put into the box", "prompt_taken", "prompt_shown"),
    ("Passed over", "prompt_skipped", "prompt_shown"),
    ("Words changed", "prompt_changed", "prompt_sent"),
    ("Caller wrote again", "prompt_answered", "prompt_sent"),
)
CUES = (("Handlers said yes", "cue_confirmed", "cue_confirmed+cue_refused"),)
DOUBTS = (
    ("Sent anyway", "doubt_sent_anyway", "doubt_shown"),
    ("Mended", "doubt_mended", "doubt_shown"),
)
CARDS = (("Answered", "card_answered", "card_sent"),)
# As many stand in the table.
MOST_WORDS = 22
MISSING = {
    "prompts": "no prompt was sent",
    "cues": "no mark was judged",
    "doubts": "no doubt was raised",
    "cards": "no card was sent",
}


@dataclass(frozen=True)
class Table:
    """One table: `shares` are the headings of its last columns, `missing` what nothing has come to yet."""

    key: str
    title: str
    sentence: str
    what: str
    counted: str
    shares: tuple[str, ...]
    missing: str
    rows: list[dict[str, Any]]


@requires(Permission.SEE_INTERNAL_FIGURES)
@require_safe
def prompts(request: HttpRequest) -> HttpResponse:
    """Show one script version, `?version=3` (its number); without it the newest that was used."""
    versions = list(ScriptVersion.objects.filter(pk__in=versions_tallied()).order_by("-number"))
    asked = request.GET.get("version", "")
    chosen = next((each for each in versions if str(each.number) == asked), versions[0] if versions else None)
    context = {
        "versions": versions,
        "chosen": chosen,
        "tables": _tables(chosen) if chosen else [],
        "threshold": THRESHOLD,
        "fine_from": FINE_FROM,
        "policy": POLICY,
    }
    return render(request, "supervision/prompts.html", context)


def talked_on() -> PromptsOf | None:
    """Return the prompts of the newest version that was used, by their words, for the page of figures."""
    versions = ScriptVersion.objects.filter(pk__in=versions_tallied()).order_by("-number")
    version = versions.first()
    if version is None:
        return None
    script = _script(version)
    shares = [(part, whole) for _, part, whole in PROMPTS]
    named = (
        (Truncator(_named("prompts", usage.name, script)).words(MOST_WORDS), usage)
        for usage in usages(version=version.pk, used="prompt_sent", shares=shares)
    )
    return PromptsOf(version.number, [(name, usage) for name, usage in named if name])


def _tables(version: ScriptVersion) -> list[Table]:
    script = _script(version)

    def table(key: str, title: str, sentence: str, what: str, counted: str, used: str, columns: Any) -> Table:
        found = usages(version=version.pk, used=used, shares=[(part, whole) for _, part, whole in columns])
        rows = [_row(key, each, script) for each in found]
        shares = tuple(name for name, *_ in columns)
        shown = [row for row in rows if row["name"]]
        return Table(key, title, sentence, what, counted, shares, MISSING[key], shown)

    return [
        table(
            "prompts", "Prompts", "Those after which callers wrote again most often stand first.",
            "Prompt", "Sent in contacts", "prompt_sent", PROMPTS,
        ),
        table(
            "cues", "Marks in callers' words", "Where few say yes, the cue hears what is not there.",
            "Cue", "Confirmed in contacts", "cue_confirmed", CUES,
        ),
        table(
            "doubts", "Doubts about a draft", "What the check before sending raised, and what became of it.",
            "Doubt", "Raised in contacts", "doubt_shown", DOUBTS,
        ),
        table(
            "cards", "Cards", "Cards that callers answer by tap.",
            "Card", "Sent in contacts", "card_sent", CARDS,
        ),
    ]  # fmt: skip


def _script(version: ScriptVersion) -> Script | None:
    try:
        return script_of(version.pk)
    except NoScript:
        return None


def _row(key: str, usage: Usage, script: Script | None) -> dict[str, Any]:
    return {
        "id": usage.name,
        "name": _named(key, usage.name, script),
        "place": _place(usage.name, script) if key == "prompts" else "",
        "contacts": usage.contacts,
        "shares": [share.label if share else None for share in usage.shares],
    }


def _place(name: str, script: Script | None) -> str:
    """Return the stage of a prompt as the console and the editor call it."""
    return spoken(script.nodes[name].stage) if script and name in script.nodes else ""


def _named(key: str, name: str, script: Script | None) -> str:
    """Return what people call it; "" for a prompt that this version does not have."""
    if key == "prompts":
        node = script.nodes.get(name) if script else None
        return fill(node.prompt, Address()) if node else ""
    if key == "doubts":
        return labels().get(name, "")
    return cue_label(name)
