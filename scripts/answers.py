"""What kinds of answer a handler's words are, for a scripted caller to react to. Plain Python.

A guess by phrases, good enough for practice and for nothing else: it is no judgement of a
handler, and no real contact is ever read by it. English only.
"""

import re
from collections.abc import Iterable, Mapping

SILENCE, CARD = "silence", "card"
# Topics that a handler asks about or says; the look back names those that never came.
TOPICS = ("confidentiality", "safety", "children", "self_harm")
MANNERS = ("open_question", "reflection", "collusion", "accusing", "boundary", "next_step")
KINDS = (*TOPICS, *MANNERS, CARD, SILENCE)

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})

# In a sentence that asks, or that tells somebody to speak.
ASKED: Mapping[str, tuple[str, ...]] = {
    "open_question": (
        r"^(?:\W*(?:and|so|but|ok|okay|thanks|can i ask|could i ask)\b\W*)*(?:what|how|who|where|when)\b"
        r"(?! you (?:tell|write|say))",
        r"[,:;]\s*(?:what|how|who|where|when)\b",
        r"\b(?:tell me (?:more|about|what|how)|say (?:a bit |some )?more|help me understand)\b",
        r"\b(?:take|talk|walk) me through\b",
    ),
    "children": (
        r"\b(?:child(?:ren)?|kids?|baby|little ones?|sons?|daughters?)\b",
        r"\b(?:(?:younger )?(?:brothers?|sisters?))\b",
    ),
    "safety": (
        r"\b(?:safe|danger(?:ous)?|hurt(?:ing)?|weapons?|knife|neck|breathing|frightened|afraid|scared)\b",
        r"\bthreat(?:s|en\w*)?\b|\bhappening (?:right )?now\b",
        r"\bwhere (?:is|are) (?:she|he|they|you)\b|\bwho(?:'s| is) (?:there|with you)\b",
    ),
    "self_harm": (
        r"\b(?:suicid\w*|kill(?:ing)? yourself|ending (?:it|your life)|not (?:being|be) here)\b",
        r"\b(?:hurt|harm)(?:ing)? yourself\b",
    ),
}
# In any sentence.
SAID: Mapping[str, tuple[str, ...]] = {
    "confidentiality": (
        r"\b(?:confidential\w*|stays? (?:in|with|between)|without names?|limits (?:on|to|of))\b",
        r"\bpass (?:(?:that|it|this|things?|something|anything) )?on\b",
        r"\b(?:don't|do not) need to (?:give|tell) (?:me |us )?(?:your|a) name\b",
        r"\bnobody (?:is|will be) told\b|\btell (?:someone|somebody|anyone) else\b",
    ),
    "safety": (
        r"\b(?:999|somewhere safe|(?:further|move) away from (?:them|her|him))\b",
        r"\bput (?:it|that|the \w+|anything) (?:[^.]* )?down\b",
    ),
    "reflection": (
        r"^\W*(?:(?:so|and|ok|okay|right|yeah)\b\W*)*(?:it (?:sounds|seems)|sounds like|i (?:can )?hear)\b",
        r"^\W*(?:(?:so|and)\b\W*)*(?:part of you|that (?:sounds|must)|it (?:takes|took) courage)\b",
        r"^\W*(?:(?:so|and)\b\W*)*you(?:'re|'ve|'d| feel| felt| said| say| want| wanted| worry)\b",
        r"^\W*(?:(?:so|and)\b\W*)*you (?:are|care|hate|love|notice|noticed|sound)\b",
        r"^that (?:was honest|took some saying)\b|^thank you for (?:being|telling)\b",
    ),
    "collusion": (
        r"\b(?:any(?:one|body) would|i(?:'d| would) have done the same|(?:don't|do not) blame you)\b",
        r"\b(?:don't|do not) (?:be (?:so |too )?hard on|blame) yourself\b",
        r"\b(?:she|he) (?:does )?sounds? (?:like )?(?:difficult|a nightmare|hard work|awful)\b",
        r"\b(?:she|he) should(?:n't| not)? have\b|\b(?:she|he) (?:pushed|drove|made) you\b",
        r"\b(?:not (?:that|so) bad|no big deal|only a (?:shove|push|slap)|takes two|fair enough)\b",
        r"\b(?:everyone|everybody|all couples|we all) (?:\w+ )?(?:rows?|argues?|loses?|fights?)\b",
        r"\b(?:just|only) the (?:drink|stress)\b|\byou(?:'re| are) right about (?:her|him)\b",
    ),
    "accusing": (
        r"\byou(?:'re| are) (?:an? )?(?:\w+ )?(?:abuser|liar|lying|monster|bully|coward|disgusting)\b",
        r"\b(?:shame on you|how could you|(?:should|ought to) be ashamed|how dare you)\b",
        r"\bwhy (?:don't|didn't) you (?:just )?leave\b|\bwasting my time\b",
        r"\bwhat did you (?:say|do) to (?:make|provoke|upset|set)\b",
    ),
    "boundary": (
        r"\b(?:this|the) (?:chat|line|service) is (?:for|here)\b",
        r"\bafter something else\b|\bif you're joking\b",
        r"\b(?:i'll|i will|i'm|i am|we'll) (?:have to )?end(?:ing)? (?:it|this|the)\b",
        r"\bnot (?:what|something) (?:this|we|i)\b",
    ),
    "next_step": (
        r"\b(?:tonight|programme|next step|time out|plan|ring|call (?:them|the)|number|0808|0800|116)\b",
        r"\b(?:go for a walk|leave the room|you (?:could|can) tell|safeguarding lead|assessment)\b",
        r"\bwhich (?:area|county|council)\b|\bscale (?:of|from)\b",
    ),
}
ASKING = re.compile(
    r"\?|\b(?:can|could|would) (?:i|you)\b|\btell me\b|^\W*(?:are|is|do|does|have|has|who|what|where)\b"
)
# What is asked of a caller is neither a reflection nor agreement with an excuse.
NEVER_ASKED = frozenset({"reflection", "collusion"})
# To give back what somebody said is not to agree with it.
GIVEN_BACK = re.compile(r"\b(?:part of you|you (?:said|say|think|thought))\b")


def _joined(patterns: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(each)) for kind, each in patterns.items()}


_ASKED, _SAID = _joined(ASKED), _joined(SAID)


def kinds_of(text: str) -> frozenset[str]:
    """Return the kinds of answer that one message of a handler is; none where nothing is recognised."""
    sentences = SENTENCE.findall(text.translate(APOSTROPHES).casefold())
    found = frozenset(kind for sentence in sentences for kind in _of_sentence(sentence.strip()))
    # "Children usually know. What is it like for them?" asks about them over two sentences.
    if "open_question" in found and _ASKED["children"].search(" ".join(sentences)):
        return found | {"children"}
    return found


def never_came(asked: Iterable[str], heard: Iterable[str]) -> list[str]:
    """Return those of the topics that a talk calls for which nobody raised, in order."""
    had = set(heard)
    return [topic for topic in asked if topic not in had]


def _of_sentence(sentence: str) -> set[str]:
    found = set()
    if ASKING.search(sentence):
        found |= {kind for kind, pattern in _ASKED.items() if pattern.search(sentence)}
    question = sentence.endswith("?")
    for kind, pattern in _SAID.items():
        if question and kind in NEVER_ASKED:
            continue
        if kind == "collusion" and GIVEN_BACK.search(sentence):
            continue
        if pattern.search(sentence):
            found.add(kind)
    return found
