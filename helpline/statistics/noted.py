"""What a handler may note of a contact beyond the first questions: codes and their names. Plain Python.

All of it may be left out. `triage.noted` checks the same codes before they are stored; a test says that
they are the same. No code says what was passed on, to whom: records of breaks of confidence are kept for
good with their moments, and one code would join a fact to one of them (docs/adr/0057).
"""

RELATIONSHIPS = {
    "partner": "Partner",
    "ex_partner": "Former partner",
    "parent": "Their parent",
    "child": "Their son or daughter",
    "family": "Another in the family",
    "other": "Somebody else",
}
STATUSES = {
    "living_together": "Living together",
    "living_apart": "Together, living apart",
    "separating": "Separating",
    "separated": "Separated",
}
CHILDREN = {
    "none": "None",
    "under_18": "Children under 18",
    "pregnant": "A pregnancy",
    "both": "Children and a pregnancy",
}
REASONS = {
    "incident": "Something that happened lately",
    "pattern": "It keeps happening",
    "separation": "A separation, or fear of one",
    "children": "The children, or contact with them",
    "law": "Police, court or an order",
    "programme": "Looking for a programme",
    "how_to_help": "How to help somebody else",
    "other": "Something else",
}
PROMPTED_BY = {
    "self": "Nobody: their own wish",
    "partner": "A partner or former partner",
    "family_or_friend": "Family or a friend",
    "police_or_court": "Police, court or probation",
    "childrens_services": "Children's services",
    "health": "A health service",
    "other_service": "Another service",
    "media": "Something seen or read",
}
BEHAVIOURS = {
    "physical": "Physical",
    "sexual": "Sexual",
    "threats": "Threats or frightening",
    "emotional": "Emotional",
    "coercive_control": "Controlling or coercive",
    "economic": "Economic",
    "stalking": "Following or stalking",
    "online": "By phone or online",
    "property": "Breaking things, harming pets",
    "through_children": "Through the children",
}
CHANGE_TALK = {
    "none": "None heard",
    "mixed": "Both ways",
    "change": "Speaks of changing",
    "commitment": "Commits to a step",
}
PLANS = {"none": "None made", "time_out": "A time out", "plan": "A plan", "both": "A time out and a plan"}
UNMET_NEEDS = {
    "none": "Nothing was missing",
    "no_programme": "No programme near them",
    "waiting_list": "A waiting list, or full",
    "cost": "It costs too much",
    "not_eligible": "They do not fit its conditions",
    "language": "Not in their language",
    "other_support": "Another kind of support",
}
SAFEGUARDING = {
    "none": "None was needed",
    "advised": "Told whom to ring",
    "caller_acts": "The caller will get in touch",
    "talked_over": "Talked over with a supervisor",
}

# By the field of a fact, in the order of the form; one code of each, or none.
NOTED: dict[str, dict[str, str]] = {
    "relationship": RELATIONSHIPS,
    "relationship_status": STATUSES,
    "children": CHILDREN,
    "reason": REASONS,
    "prompted_by": PROMPTED_BY,
    "change_talk": CHANGE_TALK,
    "plan": PLANS,
    "unmet_need": UNMET_NEEDS,
    "safeguarding": SAFEGUARDING,
}
# What each is called where somebody chooses.
NAMES = {
    "relationship": "Who the other person is to them",
    "relationship_status": "How things stand between them",
    "children": "Children",
    "reason": "What brought them",
    "prompted_by": "Who asked them to",
    "change_talk": "Talk of change",
    "plan": "What was made",
    "unmet_need": "What was missing",
    "safeguarding": "Safeguarding",
    "importance": "How important a change is, 0 to 10",
    "confidence": "How sure they can change, 0 to 10",
    "behaviours": "Behaviour they spoke of",
}
# The labels of the guidance, confirmed by a handler.
CUES = {
    "denial": "Denial",
    "minimisation": "Minimisation",
    "justification": "Justification",
    "partner_blame": "Partner blame",
    "mutualising": "Mutualising",
    "alcohol_stress_excuse": "Drink or stress as excuse",
    "loss_of_control": "Loss of control",
    "victim_stance": "Victim stance",
    "jealousy_entitlement": "Jealousy or entitlement",
    "threat_ultimatum": "Threat",
    "self_harm": "Self-harm or suicide",
    "child_at_risk": "Child at risk",
    "remorse": "Remorse",
    "change_desire": "Wish to change",
    "change_ability": "Ability to change",
    "change_reason": "Reason to change",
    "change_need": "Need to change",
    "change_commitment": "Commitment to change",
    "change_steps": "Steps taken",
    "sustain_talk": "Sustain talk",
}
# Several at once.
LISTS: dict[str, dict[str, str]] = {"behaviours": BEHAVIOURS, "cues": CUES}
# The markers of the risk instrument; a fact has a column for each: "yes", "no", or None for not asked.
MARKERS = {
    "imminent_intent": "About to hurt someone",
    "threat_to_kill": "Threats to kill",
    "weapon_access": "Weapons",
    "strangulation": "Strangling or stopping breath",
    "separation": "Separation",
    "stalking": "Following or watching",
    "suicidal": "Thoughts of suicide",
    "child_risk": "Children at risk",
    "order_breach": "Court order or bail broken",
    "escalation": "Getting worse",
    "substance_misuse": "Drink or drugs",
    "pregnancy": "Pregnancy or new baby",
    "sexual_coercion": "Sex without wanting it",
    "coercive_control": "Coercive control",
    "honour_based_abuse": "Honour-based abuse",
}
MARKER_FIELDS = tuple(f"marker_{marker}" for marker in MARKERS)
