"""How likely each code is in made-up figures: guesses, of no service's callers. Plain Python."""

Weights = dict[str | None, float]

# By month of the year, and by hour and weekday: evenings, Sundays and Mondays, the weeks after Christmas.
SEASON = (1.18, 1.02, 1.0, 0.97, 0.98, 1.03, 1.05, 1.02, 1.0, 0.98, 0.97, 0.9)
HOURS = (
    0.6, 0.35, 0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.2, 2.0, 2.4, 2.3,
    2.2, 2.2, 2.3, 2.3, 2.4, 2.6, 2.8, 3.2, 3.5, 3.2, 2.2, 1.2,
)  # fmt: skip
WEEKDAYS = (1.15, 1.02, 1.0, 0.98, 0.95, 0.85, 1.05)
# By whole minutes; the last stands for an hour and more.
WAIT_ANSWERED = tuple(0.84**minute for minute in range(61))
WAIT_GAVE_UP = tuple((minute + 1) * 0.86**minute for minute in range(61))

CHANNELS: Weights = {"web_chat": 78, "phone": 16, "email": 6}
LANGUAGES: Weights = {"en": 96, "cy": 4}
ABOUT: Weights = {"own_behaviour": 52, "someone_else": 16, "being_hurt": 14, "work": 11, "unsure": 7}
CALLER_TYPES: dict[str, Weights] = {
    "own_behaviour": {
        "person_using_abuse": 84, "unclear_or_mutual": 8, "child_or_young_person": 2,
        "inappropriate_contact": 3, None: 3,
    },
    "someone_else": {"friend_or_family": 82, "frontline_worker": 6, "out_of_scope": 6, None: 6},
    "being_hurt": {"victim_survivor": 84, "unclear_or_mutual": 8, "child_or_young_person": 4, None: 4},
    "work": {"frontline_worker": 92, "out_of_scope": 4, None: 4},
    "unsure": {
        "unclear_or_mutual": 30, "person_using_abuse": 26, "victim_survivor": 18, "out_of_scope": 14,
        None: 12,
    },
}  # fmt: skip
AGES: Weights = {
    "13_15": 1, "16_17": 2, "18_25": 15, "26_40": 40, "41_60": 24, "over_60": 5, None: 13
}  # fmt: skip
GENDERS: dict[str, Weights] = {
    "own_behaviour": {"man": 74, "woman": 13, "other": 2, None: 11},
    "someone_else": {"man": 24, "woman": 60, "other": 2, None: 14},
    "being_hurt": {"man": 16, "woman": 70, "other": 3, None: 11},
    "work": {"man": 20, "woman": 60, "other": 1, None: 19},
    "unsure": {"man": 44, "woman": 38, "other": 3, None: 15},
}
LEVELS: Weights = {"immediate": 2, "urgent": 8, "elevated": 30, "standard": 50, None: 10}
# How likely a marker is "yes", by level; it is asked in about half of all talks.
MARKER_YES: dict[str | None, float] = {
    "immediate": 0.4, "urgent": 0.26, "elevated": 0.14, "standard": 0.04, None: 0.03
}  # fmt: skip
MARKER_ASKED = 0.5
OUTCOMES: Weights = {
    "completed": 30, "signposted": 34, "plan_made": 17, "referred_on": 4, "left_early": 14,
    "closed_by_hours": 1,
}  # fmt: skip
ENDED_BY: Weights = {"caller": 62, "handler": 34, "system": 4}
TALKS: Weights = {"under_5": 12, "5_to_15": 26, "15_to_30": 34, "30_to_60": 23, "over_60": 5}
RELATIONSHIPS: Weights = {
    "partner": 48, "ex_partner": 26, "child": 3, "parent": 4, "family": 5, "other": 2, None: 12
}  # fmt: skip
STATUSES: Weights = {
    "living_together": 42, "living_apart": 12, "separating": 16, "separated": 22, None: 8
}  # fmt: skip
CHILDREN: Weights = {"none": 30, "under_18": 44, "pregnant": 3, "both": 3, None: 20}
REASONS: Weights = {
    "incident": 30, "pattern": 20, "separation": 12, "children": 8, "law": 9, "programme": 8,
    "how_to_help": 5, "other": 2, None: 6,
}  # fmt: skip
PROMPTED_BY: Weights = {
    "self": 40, "partner": 18, "family_or_friend": 8, "police_or_court": 8, "childrens_services": 8,
    "health": 4, "other_service": 4, "media": 4, None: 6,
}  # fmt: skip
CHANGE_TALK: Weights = {"none": 14, "mixed": 34, "change": 30, "commitment": 12, None: 10}
PLANS: Weights = {"none": 46, "time_out": 16, "plan": 14, "both": 8, None: 16}
UNMET_NEEDS: Weights = {
    "none": 60, "no_programme": 11, "waiting_list": 6, "cost": 4, "not_eligible": 3, "language": 1,
    "other_support": 5, None: 10,
}  # fmt: skip
SAFEGUARDING: Weights = {"none": 72, "advised": 10, "caller_acts": 4, "talked_over": 4, None: 10}
EQUALITY: dict[str, dict[str, float]] = {
    "ethnicity": {
        "asian": 9, "black": 5, "mixed": 3, "white": 76, "gypsy_roma_traveller": 1, "other": 2,
        "prefer_not": 4,
    },
    "disability": {"no": 68, "a_little": 16, "a_lot": 9, "prefer_not": 7},
    "sexuality": {"straight": 82, "gay_or_lesbian": 4, "bi": 5, "other": 1, "prefer_not": 8},
    "relationship": {
        "single": 17, "together": 36, "married": 24, "separated": 17, "widowed": 1, "prefer_not": 5
    },
}  # fmt: skip
# In minutes, and how many talks a handler had at once.
TALK_MINUTES = {"under_5": 3, "5_to_15": 10, "15_to_30": 22, "30_to_60": 42, "over_60": 75}
AT_ONCE = {1: 0.72, 2: 0.28}
TALKS_A_HANDLER = 38  # in a month
NATIONS = {"england": 1.0, "wales": 0.9, "scotland": 0.2, "northern_ireland": 0.2}
SHARE_ANSWERED = 0.83
SHARE_SURVEYED = 0.28
SHARE_TOLD_EQUALITY = 0.14
SHARE_RETURNED = 0.07
