"""When what sounds like a cue is none: negated, quoted and rejected, past and ended, another sense."""

# In the same sentence these take back what the speaker quotes ("I used to say she wound me up").
TAKEN_BACK = (
    "i used to",
    "i keep wanting to say",
    "i kept (?:saying|telling)",
    "for years i",
    "i say i",
    "i said (?:we|it|she|he|i)",
    "i always (?:said|told)",
    "i told the (?:police|court|judge|social worker)",
    "i (?:was|am) making excuses",
    "(?:thats|that was|which is) (?:an|just an|my) excuse",
    "(?:so|but) its not the",
    "wasnt only",
    "wasnt just",
    "but i did",
    "but that(?:s| is) not true",
    "no excuse",
)

# Words that turn what follows round, when they stand at most this many words before it.
NEGATORS = frozenset(
    {
        "not", "never", "no", "nor", "without", "isnt", "wasnt", "arent", "aint", "dont", "didnt", "doesnt",
        "cant", "couldnt", "wont", "wouldnt", "havent", "hasnt",
    }
)  # fmt: skip
CLAUSE_STARTERS = frozenset({"but", "so", "because", "and", "or", "if", "when", "then", "though", "although"})
NEGATOR_REACH = 4
NEGATOR_REACH_SAFETY = 1

# Where the whole message says that a safety cue has another sense.
OTHER_SENSE = {
    "threat_ultimatum": (r"arranged by the court",),
    "self_harm": (r"the relationship", r"my marriage", r"end it with <them>"),
    "child_at_risk": (),
    "weapon_access": (r"(?:handed|gave|given|turned)(?: [a-z]{1,12}){0,3} in", r"to the police"),
    "separation": (r"divorced for years",),
}
