"""How the texts stand, for the checklist of a first hour and for the room "Service"."""

from helpline.public_texts.drafts import proposals
from helpline.public_texts.in_force import is_own, number_in_force
from helpline.public_texts.kinds import ABOUT, Kind
from helpline.service.steps import Step

# Easy Read follows the limits, and may be written after them.
ASKED = (Kind.CONSENT, Kind.PRIVACY, Kind.CLOSING)


def step() -> Step:
    """Tell whether two people of this service have published what callers agree to and are told."""
    own = [kind for kind in ASKED if is_own(number_in_force(kind))]
    waiting = len(proposals())
    if len(own) == len(ASKED):
        return Step(True, "Each was approved by two of you.")
    if waiting:
        return Step(
            False,
            f"{waiting} {'text waits' if waiting == 1 else 'texts wait'} for a second person.",
            own=True,
        )
    left = [ABOUT[kind].title.lower() for kind in ASKED if kind not in own]
    return Step(False, f"As they came with the program: {', '.join(left)}.")


def said() -> str:
    """Say in a word or two what stands there."""
    waiting = len(proposals())
    return f"{waiting} to approve" if waiting else ""
