"""What a service must have before anybody may write to it, and what is asked of each record. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpline.kernel.errors import HelplineError

LONGEST_NAME, LONGEST_WHERE = 80, 200
NO_SCRIPT = (
    "No script is published yet, so handlers have no prompts. Have two supervisors publish one under Script, "
    "or tick that you open without."
)
# A paper from further back is a slip of the keyboard, or has to be looked at anew.
OLDEST = timedelta(days=5 * 366)
# What stands for a year is looked at again; it closes nothing by itself.
LOOK_AGAIN = timedelta(days=365)


class SignOffGone(HelplineError):
    """It was taken back meanwhile, or never was there."""

    code = "service.sign_off_gone"
    status = 410
    message = "This record is not there any more: somebody took it back. The list shows what stands now."


class Kind(StrEnum):
    DPIA = "dpia"
    SAFEGUARDING = "safeguarding"
    INSURANCE = "insurance"
    ESCALATION = "escalation"
    CONTENT = "content"


@dataclass(frozen=True)
class Ask:
    """What one record is about, in the words of its page."""

    kind: Kind
    title: str
    what: str
    who: str
    where: str


ASKS: tuple[Ask, ...] = (
    Ask(
        Kind.DPIA,
        "Data protection impact assessment",
        "The law asks for it before people tell you things like these. A draft to fill in comes with the "
        "program (docs/data-protection). It is signed by whoever answers for your charity.",
        "Who signed it",
        "Where the signed paper is kept",
    ),
    Ask(
        Kind.SAFEGUARDING,
        "Safeguarding lead",
        "One person whom handlers can reach while the line is open, and who decides when somebody may be "
        "harmed. Handlers read the name, and how to reach them, in the console while a danger stands.",
        "Who it is",
        "How handlers reach them while the line is open",
    ),
    Ask(
        Kind.INSURANCE,
        "Insurance",
        "Public liability and professional indemnity that name online work with people who harm others.",
        "Who checked the policy",
        "Insurer, and the number of the policy",
    ),
    Ask(
        Kind.ESCALATION,
        "Escalation numbers",
        "The numbers for an emergency outside of 999: the police by area, children's and adults' "
        "safeguarding, your own on-call. Somebody has rung each of them.",
        "Who rang them",
        "Where handlers find the list",
    ),
    Ask(
        Kind.CONTENT,
        "Content",
        "A practitioner and somebody with lived experience have read the script, the texts and the "
        "directory, and found them fit for your callers.",
        "Who signed them off",
        "Where the sign-off is kept",
    ),
)
# A name that nobody can reach helps no handler.
MUST_SAY_WHERE = frozenset({Kind.SAFEGUARDING})
ASK_OF: dict[Kind, Ask] = {ask.kind: ask for ask in ASKS}


def mistakes(*, kind: Kind, name: str, on: date | None, where: str, today: date) -> dict[str, str]:
    """Return what is wrong with a record, by field, in sentences; nothing where all is well."""
    wrong: dict[str, str] = {}
    if not any(letter.isalpha() for letter in name):
        wrong["name"] = "Give the name of the person, as it stands on the paper."
    elif len(name) > LONGEST_NAME:
        wrong["name"] = f"Keep the name to {LONGEST_NAME} characters."
    if on is None:
        wrong["on"] = "Give the day on which it was decided."
    elif on > today:
        wrong["on"] = "That day has not come yet. Record it once it is decided."
    elif on < today - OLDEST:
        wrong["on"] = "That is more than five years ago: have it looked at again, and give the new day."
    if kind in MUST_SAY_WHERE and not where.strip():
        wrong["where"] = "Say how handlers reach them while the line is open, such as a telephone number."
    elif len(where) > LONGEST_WHERE:
        wrong["where"] = f"Keep this to {LONGEST_WHERE} characters."
    return wrong


def is_old(on: date, *, today: date) -> bool:
    """Tell whether it is time to look at a record again."""
    return on <= today - LOOK_AGAIN


def in_words(missing: list[Kind]) -> str:
    """Return what is missing as one sentence; "" where nothing is."""
    if not missing:
        return ""
    names = [ASK_OF[kind].title.lower() for kind in missing]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Not recorded yet: {listed}."
