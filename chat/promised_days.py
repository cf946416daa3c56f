"""Within how many days callers are told that their words are destroyed, and if it is so. Plain Python."""

from pathlib import Path

from chat.texts import CONSENT, LOCALE
from helpline.public_texts.promised import BACKUP_HOURS, IN_WORDS, days_needed

__all__ = ["MOST_HOURS", "SHIPPED_DAYS", "TELLING", "days_needed", "texts_that_promise_less"]

# The texts as they are shipped say "within four days": 72 hours, and 24 for backups of the keys.
SHIPPED_DAYS = 4
MOST_HOURS = 24 * max(IN_WORDS) - BACKUP_HOURS
# Each says it once or more, in English: what else is offered is translated from these.
TELLING = (
    CONSENT,
    CONSENT.with_name("consent_easy.yaml"),
    CONSENT.with_name("privacy.yaml"),
    LOCALE / "en" / "talk.json",
    LOCALE / "en" / "queue.json",
)


def texts_that_promise_less(retention_hours: int, telling: tuple[Path, ...] = TELLING) -> list[str]:
    """Return the names of the texts that do not say the days that such a retention needs, or say fewer.

    None while the shipped texts are true: they may promise longer than it takes.
    """
    needed = days_needed(retention_hours)
    if needed <= SHIPPED_DAYS:
        return []
    fewer = [words for days, words in IN_WORDS.items() if days < needed]
    enough = [words for days, words in IN_WORDS.items() if days >= needed]
    wrong = []
    for path in telling:
        text = " ".join(path.read_text(encoding="utf-8").split())
        if any(words in text for words in fewer) or not any(words in text for words in enough):
            wrong.append(path.name)
    return wrong
