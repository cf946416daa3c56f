"""Whether one can start, and when next: the sentences that callers read, in their language. Plain Python.

The caller's page, the plain pages, /status.json and the preview of the hours all get them from here.
"""

from datetime import datetime

from helpline.hours.lines import Line
from helpline.hours.rules import Intake, Opening
from helpline.hours.spoken import spoken_date, spoken_moment, spoken_until

LANGUAGES = ("en", "cy")
TEXTS: dict[str, dict[str, str]] = {
    "status_open": {"en": "The chat is open.", "cy": "Mae'r sgwrs ar agor."},
    "status_until": {"en": "You can start until {when}.", "cy": "Gallwch ddechrau tan {when}."},
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
        "en": "It opens again {when}.",
        "cy": "Bydd yn agor eto {when}.",
    },
    "short_open": {"en": "Open now", "cy": "Ar agor nawr"},
    "short_full": {"en": "Busy just now", "cy": "Prysur ar hyn o bryd"},
    "short_closed": {"en": "Closed", "cy": "Ar gau"},
    "short_closed_until": {"en": "Closed until {when}", "cy": "Ar gau tan {when}"},
    "phone_open": {
        "en": "Our phone line is open until {when}.",
        "cy": "Mae ein llinell ffôn ar agor tan {when}.",
    },
    "phone_always": {"en": "Our phone line is open.", "cy": "Mae ein llinell ffôn ar agor."},
    "phone_closed": {"en": "Our phone line is closed now.", "cy": "Mae ein llinell ffôn ar gau nawr."},
    "email_open": {
        "en": "E-mails to us are read until {when}.",
        "cy": "Darllenir e-byst atom tan {when}.",
    },
    "email_always": {"en": "E-mails to us are read now.", "cy": "Darllenir e-byst atom nawr."},
    "email_closed": {
        "en": "E-mails to us are not read just now.",
        "cy": "Ni ddarllenir e-byst atom ar hyn o bryd.",
    },
    "email_again": {
        "en": "They are read again {when}.",
        "cy": "Cânt eu darllen eto {when}.",
    },
}


def status_message(
    language: str,
    intake: str,
    opens_at: datetime | None,
    *,
    now: datetime,
    until: datetime | None = None,
    wait: str = "",
) -> str:
    """Return the sentences of /status.json: whether a caller can start, until when, or when next.

    `until` is the last moment to start; `wait` a sentence on it. Both count while open.
    """
    said = [say(f"status_{intake}", language)]
    if intake == "open":
        if until:
            said.append(say("status_until", language, when=spoken_until(language, until, now)))
        said += [wait] if wait else []
    elif intake != "full" and opens_at:
        said.append(say("opens_again", language, when=spoken_moment(language, opens_at, now)))
    return " ".join(said)


def status_short(language: str, intake: str, opens_at: datetime | None, *, now: datetime) -> str:
    """Return a few words for a button: "Open now", "Closed until tomorrow at 9 in the morning"."""
    if intake in {"open", "full"}:
        return say(f"short_{intake}", language)
    if opens_at is None:
        return say("short_closed", language)
    when = spoken_moment(language, opens_at, now).removeprefix("on ")
    return say("short_closed_until", language, when=when)


def opens_again(language: str, opens_at: datetime) -> str:
    """Return the next opening by its date: these words are kept, and may be read on another day."""
    return say("opens_again", language, when=spoken_date(language, opens_at))


def line_message(line: Line, language: str, state: Opening, *, now: datetime) -> str:
    """Return what callers read of one line: of the chat as in /status.json, of others when it is answered."""
    until = state.last_intake_at or state.closes_at
    if line is Line.CHAT:
        return status_message(language, str(state.intake), state.opens_at, now=now, until=until)
    if state.intake is Intake.OPEN and until is None:
        return say(f"{line.key}_always", language)
    if state.intake is Intake.OPEN and until:
        return say(f"{line.key}_open", language, when=spoken_until(language, until, now))
    said = [say(f"{line.key}_closed", language)]
    if state.opens_at:
        again = "opens_again" if line is Line.PHONE else "email_again"
        said.append(say(again, language, when=spoken_moment(language, state.opens_at, now)))
    return " ".join(said)


def say(key: str, language: str, **values: str) -> str:
    """Return one text filled in; English where the language has none."""
    texts = TEXTS[key]
    return texts.get(language, texts["en"]).format(**values)
