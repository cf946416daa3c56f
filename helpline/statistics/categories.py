"""The codes a fact may hold, and their names on the supervisors' pages. Plain Python.

A fact holds only what stands here, a programme's slug, a scale from 0 to 10 or an area, so
that no words can slip into the figures.
"""

from helpline.statistics.bands import HOUR_BANDS, NO_TALK, TALK_BANDS, WAIT_BANDS

CALLER_TYPES = {
    "person_using_abuse": "Person using abuse",
    "victim_survivor": "Victim or survivor",
    "friend_or_family": "Friend or family",
    "frontline_worker": "Frontline worker",
    "unclear_or_mutual": "Unclear, or both ways",
    "child_or_young_person": "Child or young person",
    "inappropriate_contact": "Inappropriate contact",
    "out_of_scope": "Out of scope",
}
OUTCOMES = {
    "completed": "Talk completed",
    "signposted": "Signposted",
    "plan_made": "Plan made",
    "referred_on": "Referred on",
    "left_early": "Caller left early",
    "abandoned": "Left before an answer",
    "ended_inappropriate": "Ended as inappropriate",
    "closed_by_hours": "Ended at closing time",
    "danger_acted_on": "Danger acted on",
}
CHANNELS = {"web_chat": "Web chat", "phone": "Phone", "email": "E-mail"}
WAITS = {
    "under_1": "Under 1 minute",
    "1_to_5": "1 to 5 minutes",
    "5_to_10": "5 to 10 minutes",
    "10_to_20": "10 to 20 minutes",
    "over_20": "20 minutes or more",
}
REFUSALS = {
    "refused_closed": "The service was closed",
    "refused_full": "No handler was free to take more",
    "refused_throttled": "Too many attempts at once",
}

# Codes allowed per coded field of a fact.
CODES: dict[str, frozenset[str]] = {
    "hour_band": frozenset(HOUR_BANDS),
    "channel": frozenset(CHANNELS),
    "language": frozenset({"en", "cy"}),
    "about": frozenset({"own_behaviour", "someone_else", "being_hurt", "work", "unsure"}),
    "caller_type": frozenset(CALLER_TYPES),
    "age_band": frozenset({"under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60"}),
    "gender": frozenset({"man", "woman", "other"}),
    "level": frozenset({"immediate", "urgent", "elevated", "standard"}),
    "outcome": frozenset(OUTCOMES),
    "ended_by": frozenset({"caller", "handler", "system"}),
    "wait_band": frozenset(WAIT_BANDS),
    "talk_band": frozenset({NO_TALK, *TALK_BANDS}),
}
