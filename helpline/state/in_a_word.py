"""How it stands, in a word or two, from what the timers found last."""

from helpline.state.matters import State
from helpline.state.models import MatterState


def in_a_word() -> str:
    """Return "All is well", how many matters need a person, or that nobody has looked yet."""
    states = list(MatterState.objects.values_list("state", flat=True))
    if not states:
        return "Not looked at yet"
    needing = states.count(State.NEEDS_A_PERSON)
    return f"{needing} to look at" if needing else "All is well"
