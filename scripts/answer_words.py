"""The phrases by which a handler's answer is guessed (`scripts.answers`). Plain Python, English only.

All are matched in lower case, one sentence at a time.
"""

import re
from collections.abc import Mapping

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
NAMES = (
    r"(?:abuser|liar|monster|bully|coward|idiot|moron|scum|creep|thug|bastard|prick|arsehole|wanker|bitch"
    r"|wife[- ]beater|waste of space)"
)
INSULTS = (
    rf"(?:{NAMES}|lying|disgusting|pathetic|stupid|evil|vile|worthless|useless|sick(?! (?:of|and|with))"
    r"|bad (?:man|woman|person|father|mother|dad|mum))"
)
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
    "accusing": (
        rf"\byou(?:'re| are) (?:(?:an?|all|just|such|really|nothing but|complete|right) )*{INSULTS}\b",
        rf"^\W*you (?:\w+ )?{NAMES}\b",
        rf"^\W*(?:\w+ )?{INSULTS}\W*$",
        r"\b(?:(?:fuck|piss|sod) (?:off|you)|shut (?:up|it)|get lost|go to hell)\b",
        r"\b(?:grow up|man up|get over it)\b",
        r"\b(?:men|women|people|lads|blokes) like you\b|\byou (?:make|made) me sick\b|\byou disgust\b",
        r"\b(?:stop|quit) (?:lying|whining|moaning|making excuses)\b",
        r"\bi (?:don't|do not) believe (?:you|a word)\b",
        r"\byou (?:belong|should be|ought to be|deserve to be) (?:in prison|behind bars|locked up)\b",
        r"\bwhat(?:'s| is| the hell is) wrong with you\b",
        r"\b(?:shame on you|how could you|(?:should|ought to) be ashamed|how dare you)\b",
        r"\bwhy (?:don't|didn't) you (?:just )?leave\b|\bwasting my time\b",
        r"\bwhat did you (?:say|do) to (?:make|provoke|upset|set)\b",
    ),
    "collusion": (
        r"\b(?:not (?:that|so) bad|no big deal|only a (?:shove|push|slap)|takes two|fair enough)\b",
        r"\b(?:everyone|everybody|all couples|we all) (?:\w+ )?(?:rows?|argues?|loses?|fights?)\b",
        r"\b(?:these things happen|happens to (?:everyone|everybody|all of us|the best)|boys will be boys)\b",
        r"\bthat(?:'s| is) (?:\w+ )?normal\b(?! to| for)|\b(?:don't|do not) worry about it\b",
        r"\b(?:just|only) the (?:drink|stress)\b",
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
# Taking somebody's side: with one who hurts others it excuses it, with one who is hurt it does not.
SIDING = (
    r"\b(?:any(?:one|body) would|i(?:'d| would) (?:have )?(?:do|done) the same|(?:don't|do not) blame you)\b",
    r"\bi(?:'d| would) (?:have )?(?:hit|lose it|lost it|shoved|snap(?:ped)?)\b",
    r"\bi (?:\w+ )?(?:understand|see|get) why you (?:hit|shoved|pushed|grabbed|slapped|lost|snapped|did)\b",
    r"\b(?:she|he) (?:does )?sounds? (?:like )?(?:difficult|a nightmare|hard work|awful)\b",
    r"\b(?:she|he) should(?:n't| not)? have\b|\b(?:she|he) (?:pushed|drove|made) you\b",
    r"\b(?:she|he) (?:\w+ ){0,2}(?:deserve[sd]? (?:it|that)|asked for it|had it coming|started it)\b",
    r"\b(?:provoked|winds|wound|winding) you(?: up)?\b|\bpoor you\b",
    r"\bmy (?:wife|husband|partner|missus|ex) (?:is|was) (?:just |exactly )?(?:the same|like that)\b",
    r"\b(?:women|men) (?:are|can be) (?:all )?(?:like that|the same|a nightmare|difficult)\b",
    r"\byou(?:'re| are) right about (?:her|him)\b|\byou were (?:only|just) defending\b",
)
# Taking the blame away: comfort to one who is hurt, and an excuse for one who hurts.
ABSOLVING = (
    r"\b(?:don't|do not) (?:be (?:so |too )?hard on|blame) yourself\b",
    r"\byou (?:did|have done|'ve done) nothing wrong\b",
    r"\b(?:isn't|wasn't|(?:is|was|'s) (?:not|never)|never) (?:\w+ )?your fault\b|\bnot your fault\b",
    r"\byou(?:'re| are) (?:a (?:really )?good|not a bad) (?:guy|bloke|man|woman|person|dad|mum|partner)\b",
)
ASKING = re.compile(
    r"\?|\b(?:can|could|would) (?:i|you)\b|\btell me\b|^\W*(?:are|is|do|does|have|has|who|what|where)\b"
)
# To give back what somebody said, or not to go along with it, is not to agree with it.
GIVEN_BACK = re.compile(
    r"\b(?:part of you|what do you mean|you (?:said|say|think|thought|feel|felt|worry|believe))\b"
    r"|\b(?:won't|don't|can't|cannot|not going to) (?:agree|say|think|go along)\b"
)
