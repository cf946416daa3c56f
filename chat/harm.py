"""How much harm an alert speaks of: what a supervisor looks at first. Plain Python.

A danger that a handler raised: first. Then where somebody may be in danger, or a handler asks for help in
a talk; then whoever waits, or writes, and reaches nobody. All three want an act now; the rest is to be
looked at, the handler who is gone before the handler who had a hard talk.
"""

# From the worst on; the kinds of one group stand by their time.
HARM: tuple[tuple[str, ...], ...] = (
    ("danger",),
    ("unwrapped", "left_open", "corrected", "help", "confidence"),
    ("untaken", "unattended", "stranded"),
    ("dropped", "missed", "unreviewed", "unreadable"),
    ("boundary", "debrief"),
)
ACT_NOW = frozenset({*HARM[0], *HARM[1], *HARM[2]})


def harm_of(kind: str) -> int:
    """Return the group of a kind, 0 the worst."""
    return next(place for place, kinds in enumerate(HARM) if kind in kinds)
