"""A few Welsh words of safety, and no more: the other patterns read English.

NEEDS THE REVIEW OF A WELSH SPEAKER: forms, mutations, and what the words may mean besides. Far
from complete; "ddim" (not) is not read. Apostrophes are gone before a pattern is tried: "i'w" is "iw".
"""

from scripts.patterns import Sounds

# "going to / want to / about to / threatening to / will ... kill"; not "kill hay" (mow), "kill time",
# "kill on" (run down) and not "kill oneself", which is self-harm.
KILL = (
    "(?:mynd|eisiau|isio|isie|moyn|am|bygwth|bydd<gap>|byddai|byddaf|neith<gap>|wneith<gap>)"
    "(?: (?:i|iw|fy|dy|ei|eu|ein|eich|yn)){0,2} l?ladd(?! (?:fy|dy|ei|eu) hun| gwair| amser| ar)"
)
WELSH: Sounds = {
    "threat_ultimatum": (KILL,),
    "threat_to_kill": (KILL,),
    # "kill / harm / hurt myself, himself, herself, themselves".
    "self_harm": ("(?:l?ladd|niweidio|brifo|frifo) (?:fy|dy|ei|eu) (?:hun|hunan|hunain)",),
    # "hurt / hit / beat the (my, his, her, our) children".
    "child_at_risk": (
        "(?:[bf]rifor?|[td]aror?|[bf]wrwr?|[cg]uror?)(?: (?:y|r|fy|ei|ein))? (?:plant|blant|mhlant)",
    ),
    "weapon_access": ("(?:cyllell|gyllell|nghyllell|chyllell|cyllyll|gyllyll|chyllyll)",),
}
