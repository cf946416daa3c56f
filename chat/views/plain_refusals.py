"""Why something was not done on the pages without script: what was kept, what to do, in both languages."""

from chat import texts
from chat.errors import ContactClosed, MessageEmpty, MessageTooLong
from helpline.kernel.errors import HelplineError
from helpline.kernel.throttle import TooFast

WORDS: dict[type[HelplineError], str] = {
    ContactClosed: "plain_ended",
    MessageEmpty: "plain_empty",
    MessageTooLong: "plain_too_long",
    TooFast: "plain_fast",
}


def why_not_sent(refusal: HelplineError, lang: str) -> str:
    """Say why a message was not sent; it stands in the box again."""
    return texts.texts(lang)[WORDS.get(type(refusal), "plain_not_sent")]


def why_not_done(refusal: HelplineError, lang: str) -> str:
    """Say why anything else was not done."""
    return texts.texts(lang)["plain_fast_other" if isinstance(refusal, TooFast) else "plain_not_done"]
