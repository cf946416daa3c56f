"""What each text has to say, and in which words it is looked for. Plain Python.

A text that says it in other words is refused all the same: the sentence tells which word to use. The promise
is docs/confidentiality.md; the privacy notice follows UK GDPR, Articles 13 and 14.
"""

import re
from dataclasses import dataclass

from helpline.public_texts.kinds import Kind


@dataclass(frozen=True)
class Required:
    """One thing that has to be said. `says` goes on after "it does not say"; `en` and `cy` are looked for."""

    says: str
    en: str
    cy: str

    def is_in(self, text: str, lang: str) -> bool:
        return re.search(self.cy if lang == "cy" else self.en, text, re.IGNORECASE) is not None


_999 = Required("to ring 999 when somebody is in danger now", r"\b999\b", r"\b999\b")
_CHILD = Required("that something is passed on when a child is at risk", r"\bchild", r"\bplentyn|\bplant\b")
_DANGER = Required("that something is passed on when a life is in danger", r"\bdanger", r"\bperygl|\bberygl")
_HURT = Required(
    "that something is passed on when somebody may be badly hurt", r"\bhurt|\bharm", r"\bniwed|\bfrifo"
)
_POLICE = Required("who is told, such as the police", r"\bpolice\b", r"\bheddlu\b")
_COURT = Required("what a court could get", r"\bcourt\b", r"\blys\b|\bllys\b")
_COOKIE = Required("that no cookie is set", r"\bcookie", r"\bcwci")
_ADDRESS = Required("what becomes of the IP address", r"\bIP address", r"\bcyfeiriad IP")
_NUMBERS = Required("that only numbers stay", r"\bnumbers\b", r"\brhifau\b")

_CONSENT = (
    _999, _CHILD, _DANGER, _HURT, _POLICE, _COURT, _COOKIE, _ADDRESS, _NUMBERS,
    Required("that names and places change what we may have to do", r"\bname", r"\benw"),
    Required("that a supervisor may read along", r"\bsupervisor", r"\b(?:g)?oruchwyliwr"),
)  # fmt: skip
_EASY = (_999, _CHILD, _DANGER, _HURT, _POLICE, _COURT, _COOKIE, _ADDRESS, _NUMBERS)
_PRIVACY = (
    _ADDRESS, _COOKIE, _POLICE, _COURT,
    Required("that a supervisor may read", r"\bsupervisor", r"\b(?:g)?oruchwyliwr"),
    Required("the ground in law, “legitimate interests”", r"legitimate interests", r"fuddiannau dilys"),
    Required("that we hear it to give advice in confidence", r"advice in confidence", r"yn gyfrinachol"),
    Required("that people may ask to see what is held", r"\bsee what\b", r"\bgweld beth\b"),
    Required("that people may ask to have it put right", r"\bput right\b|\bcorrect", r"\b[cg]ywiro\b"),
    Required("that people may ask to have it deleted", r"\bdelete|\berase", r"\bdd?ileu\b"),
    Required("that no program decides about anybody", r"\bprogram", r"\brh?aglen"),
    Required("what holds for somebody under 18", r"\bunder 18\b", r"\bdan 18\b"),
    Required("how to complain, and that the form is there", r"\bcomplain|\bform\b", r"\bcwyno|\bffurflen"),
)  # fmt: skip

REQUIRED: dict[Kind, tuple[Required, ...]] = {
    Kind.CONSENT: _CONSENT,
    Kind.EASY: _EASY,
    Kind.PRIVACY: _PRIVACY,
    Kind.CLOSING: (_999,),
}
