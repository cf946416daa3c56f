"""What the directory says of a service: its words, and what the rules need to know of it. Plain Python.

A code that is not in a list was not said: an empty list never means "none".
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

# A service keeps its id for ever and everywhere: uuid5 of its slug under this namespace.
NAMESPACE = uuid.UUID("6f0f5c3e-5b6e-5d0f-9c55-1b1f3b6a2f40")
EMERGENCY = "emergency"

SIGNPOST_VALUES = {
    "yes": "May be given to any caller",
    "with_care": "Alongside other help only: read the cautions",
    "verify": "Details missing or likely out of date: check first",
    "court_only": "By court sentence only",
    "agency_only": "Agencies refer, callers cannot",
    "survivor_only": "For people who are being hurt only",
    "professionals_only": "For workers only",
    "no": "Not a service to give out",
}
AUDIENCES = {"M": "men", "W": "women", "C": "children and young people"}
ROLES = {
    "behaviour_change": "Behaviour change programme",
    "early_intervention": "Early intervention",
    "helpline": "Helpline",
    "emergency": "Emergency service",
    "survivor_support": "Support for people being hurt",
    "first_contact": "First contact",
    "recovery_support": "Recovery support",
    "substance_misuse": "Drink and drugs",
    "womens_support": "Support for women",
    "young_people_prevention": "Prevention with young people",
    "high_harm": "Work with people who pose high harm",
    "offender_management": "Offender management",
    "professional_training": "Training for workers",
    "provider": "Provider",
    "quality_mark": "Quality mark",
    "model": "Model of work",
    "referrer": "Referrer",
}
FORMATS = {
    "group": "Group",
    "one_to_one": "One to one",
    "online": "Online",
    "phone": "Telephone",
    "webchat": "Web chat",
    "email": "E-mail",
    "course": "Course",
    "community": "Community activity",
    "assessment": "Assessment",
    "case_management": "Case management",
    "disruption": "Disruption",
    "training": "Training",
    "manual": "Manual",
}
ROUTES = {
    "self": "The person themselves",
    "family_friend": "Partner, family or friends",
    "via_professional": "The person, through a worker",
    "professional": "A worker",
    "school": "A school",
    "social_services": "Social services",
    "police": "The police",
    "probation": "Probation",
    "court": "A court",
    "multi_agency": "Agencies together",
    "programme": "The programme itself",
}
# By these alone nobody comes who only asks.
AGENCY_ROUTES = frozenset({"social_services", "police", "probation", "court", "multi_agency"})
CHANGE_ROLES = frozenset({"behaviour_change", "early_intervention"})
AGENCY_ROLES = frozenset({"high_harm", "offender_management"})
# Made for adults, unless it says that it takes children and young people.
ADULT_ROLES = CHANGE_ROLES | AGENCY_ROLES | {"womens_support", "recovery_support"}
TAKES = {
    "same_sex": "People in same-sex relationships",
    "interpreter": "People who need an interpreter",
    "no_group": "People who cannot use a group",
}
REQUIRES = {
    "acknowledges": "Acknowledges that there is a problem",
    "responsibility": "Takes some responsibility",
    "motivated": "Wants to change",
    "weekly": "Comes every week",
    "not_known": "Not known to the police or the courts",
    "convicted": "Convicted or sentenced",
    "father": "Is a father",
    "high_harm": "Assessed as posing high harm",
    "after_programme": "Has finished a main programme",
}
EXCLUDES = {
    "ordered": "Ordered to come by a court or child protection",
    "sexual_offence": "Convicted of a sexual offence",
    "firearm": "Convicted of an offence with a firearm",
    "severe_illness": "Severely mentally ill at present",
    "substances": "Drinking or using drugs without support for it",
    "extensive_violence": "Known for very serious violence",
}
RISKS = {"standard": "Standard", "medium": "Medium", "high": "High"}
ACCREDITATIONS = {
    "respect": "Accredited by Respect",
    "other": "Accredited otherwise",
    "none": "Not accredited",
}
YES_NO = {"yes": "Yes", "no": "No"}
LANGUAGES = {
    "en": "English",
    "cy": "Welsh",
    "ar": "Arabic",
    "bn": "Bengali",
    "bsl": "British Sign Language",
    "ckb": "Kurdish (Sorani)",
    "fa": "Persian",
    "fr": "French",
    "ga": "Irish",
    "gd": "Scottish Gaelic",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "lt": "Lithuanian",
    "pa": "Panjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "so": "Somali",
    "es": "Spanish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}

# The field of a row and the codes it may hold, one or a list.
CODES = {
    "role": ROLES,
    "signpost": SIGNPOST_VALUES,
    "audience": AUDIENCES,
    "formats": FORMATS,
    "routes": ROUTES,
    "takes": TAKES,
    "requires": REQUIRES,
    "excludes": EXCLUDES,
    "risks": RISKS,
    "languages": LANGUAGES,
    "accreditation": ACCREDITATIONS,
    "partner_support": YES_NO,
}
MAY_BE_EMPTY = frozenset({"accreditation", "partner_support"})


@dataclass(frozen=True)
class Entry:
    """What the rules need to know of a programme or helpline.

    `audience` holds letters of AUDIENCES; ages are inclusive and None where open; `hours` is the notation
    of OpenStreetMap, empty where not known; `check_due` is the last day on which the last check counts.
    """

    slug: str
    name: str
    signpost: str
    provider: str = ""
    role: str = ""
    description: str = ""
    areas: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    eligibility: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    formats: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    accreditation: str = ""
    partner_support: str = ""
    hours: str = ""
    phone: str = ""
    text_number: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    last_checked: date | None = None
    check_due: date | None = None
    never_hides: bool = False
    is_active: bool = True

    @property
    def is_reachable(self) -> bool:
        return bool(self.phone or self.text_number or self.email or self.website or self.address)

    @property
    def is_about_change(self) -> bool:
        return self.role in CHANGE_ROLES

    @property
    def is_for_adults(self) -> bool:
        return self.role in ADULT_ROLES

    @property
    def takes_agencies_only(self) -> bool:
        """Tell whether it is known how people come to it, and it is by agencies alone."""
        return bool(self.routes) and AGENCY_ROUTES.issuperset(self.routes)


def entry_id(slug: str) -> uuid.UUID:
    """Return the id that a service has under its slug."""
    return uuid.uuid5(NAMESPACE, slug)


def unknown_codes(said: Collection[str], known: Collection[str]) -> list[str]:
    """Return what was said that no list of ours knows, in order."""
    return sorted(set(said) - set(known))
