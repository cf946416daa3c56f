"""The look back on one's last practice: what came, what was used, what was never asked. No mark, no score."""

from typing import Any

from chat.models import PracticeRun
from chat.services.doubts import known, labels
from helpline.staff.access import check_may
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from scripts.answers import CARD, MANNERS, TOPICS, never_came
from scripts.cuebook import SAFETY_CUES
from scripts.errors import NoScript
from scripts.naming import cue_label
from scripts.practice import ScriptedCaller
from scripts.script import Node
from scripts.services import guidance, running_script, scripted_callers


def callers_to_practise(account: Account) -> list[dict[str, str]]:
    """Return the scripted callers: {id, title, trains, stage, caller_type}. Raises Forbidden."""
    check_may(account, Permission.TAKE_CONTACTS)
    return [
        {
            "id": caller.id,
            "title": caller.title,
            "trains": caller.trains,
            "stage": caller.stage,
            "caller_type": caller.caller_type,
        }
        for caller in scripted_callers().values()
    ]


def look_back(account: Account) -> dict[str, Any] | None:
    """Return what one's last practice leaves to look back on, until it is put away.

    {"caller", "title", "cues": [{cue, label, safety, "fitting": [prompt]}], "prompts": [prompt], "doubts":
    [label], "raised": [topic], "never": [topic], "manners": [kind], "notes": [str]}, a prompt as {id, stage,
    intent, used}.
    `fitting` are the prompts that the script has for that cue and this kind of caller. Codes and the
    script's own notes, no words that were written. Raises Forbidden.
    """
    check_may(account, Permission.TAKE_CONTACTS)
    run = PracticeRun.objects.filter(handler=account, ended_at__isnull=False).first()
    caller = scripted_callers().get(run.caller) if run else None
    if run is None or caller is None:
        return None
    return {
        "caller": caller.id,
        "title": caller.title,
        "cues": [_cue(cue, caller, run.prompts) for cue in run.cues],
        "prompts": _prompts(run.prompts, used=run.prompts),
        "doubts": [labels()[kind] for kind in known(run.doubts)],
        "raised": [topic for topic in TOPICS if topic in run.kinds],
        "never": never_came(caller.asks, run.kinds),
        "manners": [kind for kind in (*MANNERS, CARD) if kind in run.kinds],
        "notes": _notes(caller, run.path),
    }


def put_away(*, by: Account) -> None:
    """Forget the look back on one's last practice. Raises Forbidden."""
    check_may(by, Permission.TAKE_CONTACTS)
    PracticeRun.objects.filter(handler=by, ended_at__isnull=False).delete()


def _notes(caller: ScriptedCaller, path: list[str]) -> list[str]:
    reached = (caller.moments[node] for node in path if node in caller.moments)
    return [moment.note for moment in reached if moment.note]


def _cue(cue: str, caller: ScriptedCaller, used: list[str]) -> dict[str, Any]:
    fitting = _prompts(_fitting(cue, caller), used=used)
    return {"cue": cue, "label": cue_label(cue), "safety": cue in SAFETY_CUES, "fitting": fitting}


def _fitting(cue: str, caller: ScriptedCaller) -> list[str]:
    """Return the nodes that answer a cue of this caller as they really are, safety first."""
    try:
        version, _ = running_script()
        offered = guidance(
            version=version,
            position=None,
            cues=[cue],
            about=caller.answers.about,
            age_band=caller.answers.age_band or None,
            caller_type=caller.caller_type,
        )
    except NoScript:
        return []
    return [node["id"] for node in [*offered["interrupts"], *offered["challenges"]]]


def _prompts(ids: list[str], *, used: list[str]) -> list[dict[str, Any]]:
    try:
        nodes = running_script()[1].nodes
    except NoScript:
        nodes = {}
    return [_prompt(id, nodes.get(id)) | {"used": id in used} for id in ids]


def _prompt(id: str, node: Node | None) -> dict[str, Any]:
    return {"id": id, "stage": node.stage if node else "", "intent": node.intent if node else ""}
