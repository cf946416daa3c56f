"""Whether a behaviour-change programme suits, as programmes say it themselves. Plain Python.

It advises; it gates nothing.

A programme works with people who acknowledge a problem, take some responsibility and want to change. What
somebody says of it today may be otherwise in a week: a "no" is a reason to go on talking, never a refusal.
"""

from collections.abc import Collection, Mapping

from triage.entries import EXCLUDES

# What a handler may find out in the talk, with a wording to ask by. "weekly" is asked where it is near.
QUESTIONS = {
    "acknowledges": ("Acknowledges that there is a problem", "What would you say the problem is?"),
    "responsibility": ("Takes some responsibility", "What part of it is yours to change?"),
    "motivated": ("Wants to change", "What makes you want this to be different?"),
    "weekly": (
        "Can come every week, for about half a year",
        "Could you keep one evening a week free for it?",
    ),
}
_NOT_YET = {
    "acknowledges": "It asks people to acknowledge a problem; by what you noted, not yet",
    "responsibility": "It asks people to take some responsibility; by what you noted, not yet",
    "motivated": "It asks that people want to change; by what you noted, not yet",
    "weekly": "It meets every week; by what you noted that is hard: ask about times, or one to one",
}


def advice(requires: Collection[str], excludes: Collection[str], answers: Mapping[str, str]) -> list[str]:
    """Return what a handler should think of before giving a programme, in words; empty when nothing.

    `answers` maps codes of QUESTIONS to "yes" or "no"; what is not in it was not asked, and is neither.
    """
    said = [text for code, text in _NOT_YET.items() if code in requires and answers.get(code) == "no"]
    open_still = [
        QUESTIONS[code][0].casefold() for code in QUESTIONS if code in requires and code not in answers
    ]
    if answers and open_still:
        said.append(f"It asks for this too, which was not asked yet: {'; '.join(open_still)}")
    not_taken = [EXCLUDES[code].casefold() for code in EXCLUDES if code in excludes]
    if not_taken:
        said.append(f"It does not take people who are: {'; '.join(not_taken)}")
    return said


def suits(answers: Mapping[str, str]) -> str:
    """Return what the answers say of a programme by themselves, in one sentence."""
    main = [answers.get(code) for code in ("acknowledges", "responsibility", "motivated")]
    if "no" in main:
        return "Not yet, by what you noted. A line to talk with may be the next step; ask again later."
    if main == ["yes", "yes", "yes"]:
        return "A programme may well suit. What it excludes stands with each."
    return "Not everything was asked yet."
