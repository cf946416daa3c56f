"""What the service itself says to a caller, in the caller's language. Plain Python."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": ("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul"),
}
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
        "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip
AT = {"en": "at", "cy": "am"}

TEXTS: dict[str, dict[str, str]] = {
    "returned": {
        "en": "We have lost the line to the person you were talking with. You are at the front of the "
        "queue, and somebody else will be with you as soon as they can. You need not start again: they can "
        "read what you wrote.",
        "cy": "Rydym wedi colli'r cysylltiad â'r person roeddech chi'n siarad â nhw. Rydych chi ar flaen y "
        "ciw, a bydd rhywun arall gyda chi cyn gynted â phosibl. Does dim angen dechrau eto: gallant "
        "ddarllen yr hyn a ysgrifennoch.",
    },
    "released": {
        "en": "The person you were talking with has had to stop. You are at the front of the queue, and "
        "somebody else will be with you as soon as they can.",
        "cy": "Mae'r person roeddech chi'n siarad â nhw wedi gorfod stopio. Rydych chi ar flaen y ciw, a "
        "bydd rhywun arall gyda chi cyn gynted â phosibl.",
    },
    "hours_over": {
        "en": "The chat has closed and nobody could be with you today. We are sorry. {opening} If anyone is "
        "in danger now, ring 999. Below are lines that you can ring.",
        "cy": "Mae'r sgwrs wedi cau ac ni allai neb fod gyda chi heddiw. Mae'n ddrwg gennym. {opening} Os "
        "oes unrhyw un mewn perygl nawr, ffoniwch 999. Isod mae llinellau y gallwch eu ffonio.",
    },
    "hours_over_again": {
        "en": "The chat has closed, and nobody else could take over from the person you were talking with. "
        "We are sorry. {opening} If anyone is in danger now, ring 999. Below are lines that you can ring.",
        "cy": "Mae'r sgwrs wedi cau, ac ni allai neb arall gymryd drosodd gan y person roeddech chi'n siarad "
        "â nhw. Mae'n ddrwg gennym. {opening} Os oes unrhyw un mewn perygl nawr, ffoniwch 999. Isod mae "
        "llinellau y gallwch eu ffonio.",
    },
    "resumed": {
        "en": "Somebody came back here with the four words. What was written before is not shown again, "
        "because whoever holds the words may not be the one who wrote it. The person who answers can still "
        "read it.",
        "cy": "Daeth rhywun yn ôl yma gyda'r pedwar gair. Ni ddangosir eto yr hyn a ysgrifennwyd o'r blaen, "
        "oherwydd efallai nad y sawl sydd â'r geiriau a'i hysgrifennodd. Gall y person sy'n ateb ei ddarllen "
        "o hyd.",
    },
    "status_open": {"en": "The chat is open.", "cy": "Mae'r sgwrs ar agor."},
    "status_closing": {
        "en": "The chat takes no new conversations before it closes.",
        "cy": "Nid yw'r sgwrs yn derbyn sgyrsiau newydd cyn iddi gau.",
    },
    "status_full": {
        "en": "The chat is open, but nobody can take a new conversation now. Please try again later.",
        "cy": "Mae'r sgwrs ar agor, ond ni all neb dderbyn sgwrs newydd nawr. "
        "Rhowch gynnig arall arni wedyn.",
    },
    "status_closed": {"en": "The chat is closed now.", "cy": "Mae'r sgwrs ar gau nawr."},
    "opens_again": {
        "en": "It opens again on {when}.",
        "cy": "Bydd yn agor eto {when}.",
    },
}


def day_and_time(language: str, at: datetime) -> str:
    """Return e.g. "Tuesday 29 December at 09:00", in London's time."""
    language = language if language in DAYS else "en"
    local = at.astimezone(LONDON)
    day, month = DAYS[language][local.weekday()], MONTHS[language][local.month - 1]
    return f"{day} {local.day} {month} {AT[language]} {local:%H:%M}"


def status_message(language: str, intake: str, opens_at: datetime | None) -> str:
    """Return the one sentence of /status.json: what a caller can do now."""
    if intake in {"open", "full"} or opens_at is None:
        return say(f"status_{intake}", language)
    when = say("opens_again", language, when=day_and_time(language, opens_at))
    return f"{say(f'status_{intake}', language)} {when}"


def say(key: str, language: str, **values: str) -> str:
    """Return one text filled in; English where the language has none."""
    texts = TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)
