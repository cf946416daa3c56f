"""What cues sound like beyond the book's own phrases: small patterns, written by hand.

A pattern is matched against normalised words: lower case, no apostrophes ("im", "shes"), one
space between words, " . " between sentences. `<name>` stands for one of the macros below. No
pattern may repeat without a bound, so that no message can make one slow (a test holds that).
"""

import re

MACROS = {
    "im": "(?:im|i am)",
    "ive": "(?:ive|i have|i)",
    "ill": "(?:ill|i will|im going to|id|i would)",
    "they": "(?:she|he|they|my (?:wife|husband|partner|girlfriend|boyfriend|missus|ex|mrs))",
    "theyre": "(?:shes|hes|theyre|she is|he is|they are|she was|he was|they were)",
    "them": "(?:her|him|them|my (?:wife|husband|partner|girlfriend|boyfriend|missus|ex|mrs))",
    "their": "(?:her|his|their)",
    "anyone": "(?:anyone|anybody|any (?:bloke|man|guy|woman|husband|wife|person|couple))",
    "nobody": "(?:nobody|no one|noone)",
    "kid": (
        "(?:kids?|child|children|babys?|babies|toddlers?|sons?|daughters?|lads?|boys?|girls?|little ones?"
        "|youngest|eldest|oldest|bairns?|wee ones?|stepsons?|stepdaughters?|little (?:boy|girl))"
    ),
    # An owner keeps "a kid", "he is like a big kid" and the trade ("children's social worker") out.
    "kids": "(?:the|my|our|her|his|their)(?: [a-z]{1,12})? <kid>",
    "act": (
        "(?:shove|push|slap|tap|smack|punch|kick|nudge|grab|shout|shouting|pushing|shoving|argument|row|tiff"
        "|scuffle|bust up|barney|fight|telling off)"
    ),
    "did": (
        "(?:pushed|shoved|slapped|grabbed|tapped|smacked|hit(?! back)|punched|kicked|pinned|held|threw"
        "|restrained|shouted|touched|squeezed|pulled|nudged|raised my voice)"
    ),
    "hit": (
        "(?:hit|touched|hurt|pushed|shoved|slapped|harmed|abused|punched|kicked|threatened|laid a hand on)"
    ),
    "family": (
        "(?:my|our|his|her|their) (?:mum|mummy|mother|dad|father|sister|brother|family|parents|nan|gran)"
    ),
    "people": "(?:<them>|me|us|you|someone|somebody|everyone|<family>|<kids>|kids)",
    # Somebody else who will: "he'll", "my dad is going to". Things ("this heat will") stay out.
    "theyll": (
        "(?:(?:<they>|they|<family>)(?: (?:really|always|still|just|definitely|probably))? "
        "(?:will|would|could|might|(?:is |are |was |were )?going to|wants? to|wanted to|tried to|tries to"
        "|is trying to)"
        "|hell|shell|theyll|hed|shed|theyd|(?:hes|shes|theyre) (?:going|trying|about|ready) to)"
    ),
    "harm": (
        "(?:kill|murder|stab|strangle|choke|throttle|smother|suffocate|drown|shoot|batter|beat|hurt|hit|punch"
        "|attack|smash|bury|burn|knife)"
    ),
    "harms": (
        "(?:hit(?:s|ting)?|beat(?:s|en|ing)?|hurt(?:s|ing)?|slap(?:s|ped|ping)?|smack(?:s|ed|ing)?"
        "|punch(?:es|ed|ing)?|kick(?:s|ed|ing)?|batter(?:s|ed|ing)?|belt(?:s|ed|ing)?|shakes?|shook|shaking"
        "|thump(?:s|ed|ing)?|attack(?:s|ed|ing)?|abus(?:es|ed|ing)|strangl(?:es|ed|ing)|chok(?:es|ed|ing)"
        "|threaten(?:s|ed|ing)?)"
    ),
    "gap": "(?: [a-z0-9]{1,20}){0,3}",
    "far": "(?: [a-z0-9]{1,20}){0,7}",
}
Sounds = dict[str, tuple[str, ...]]


def spelled_out(pattern: str) -> str:
    """Return the pattern with its macros written out. Raises KeyError on an unknown macro."""
    while "<" in pattern.replace("(?<", ""):
        pattern = re.sub(r"(?<!\(\?)<([a-z]{1,9})>", lambda found: MACROS[found[1]], pattern)
    return pattern


def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for several patterns, each to begin and end at a word."""
    # The leading space is a literal that the matcher can skip to; text is padded with one.
    return re.compile(f" (?:{'|'.join(spelled_out(pattern) for pattern in patterns)})(?= )")
