"""What refuses an unsafe start in service mode; the demo on 127.0.0.1 passes.

`manage.py check` and `manage.py serve` run them.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from chat.promised_days import MOST_HOURS, days_needed, texts_that_promise_less
from helpline import environment
from helpline.demo import MARKER
from helpline.kernel.keyring import is_in_memory, ring
from helpline.kernel.security_txt import WAYS, is_contact

SECRET_KEY_CHARACTERS = 50
# See docs/adr/0012-proof-of-work.md: a flood multiplies it by 16 at the most.
MEASURED = (1_000, 10_000)

Lines = Iterable[str]


@register
def refuse_unsafe_start(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return one Error for each reason not to serve real callers with these settings, and what is unwise."""
    if settings.HELPLINE_MODE != "service":
        return []
    refusals = [
        Error(line, id=f"helpline.E{number:03}")
        for number, rule in enumerate(RULES, start=1)
        for line in rule()
    ]
    warned = [
        Warning(line, id=f"helpline.W{number:03}")
        for number, rule in enumerate(UNWISE, start=1)
        for line in rule()
    ]
    return [*refusals, *warned]


def secret_key() -> Lines:
    try:
        key: str = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if not key:
        yield "The secret key is missing: set HELPLINE_SECRET_KEY_FILE, or run `manage.py make_keys`."
    elif len(key) < SECRET_KEY_CHARACTERS or len(set(key)) < 10:
        yield f"The secret key is too easy to guess: {SECRET_KEY_CHARACTERS} random characters at least."


def key_encryption() -> Lines:
    try:
        ring()
    except ImproperlyConfigured as error:
        yield str(error)


def debug() -> Lines:
    if settings.DEBUG:
        yield "HELPLINE_DEBUG=1 shows the program's inside to strangers: unset it."


def hosts() -> Lines:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "HELPLINE_HOSTS must name the host names of this service, separated by commas; * is not one."


def origins() -> Lines:
    if not settings.HELPLINE_ORIGINS:
        yield "HELPLINE_ORIGINS must name the origins that may open sockets, such as https://chat.example.org."
    for origin in settings.HELPLINE_ORIGINS:
        if not origin.startswith("https://"):
            yield f"HELPLINE_ORIGINS: {origin} does not begin with https://."


def retention() -> Lines:
    hours = settings.HELPLINE_RETENTION_HOURS
    if not 0 <= hours <= MOST_HOURS:
        yield f"HELPLINE_RETENTION_HOURS must be between 0 and {MOST_HOURS}."
    elif wrong := texts_that_promise_less(hours):
        yield (
            f"HELPLINE_RETENTION_HOURS={hours} takes up to {days_needed(hours)} days with backups of keys, "
            f"and callers are told something else: change {', '.join(wrong)} first, as a new version."
        )


def demo_data() -> Lines:
    if (settings.HELPLINE_DATA_DIR / MARKER).exists():
        yield f"{settings.HELPLINE_DATA_DIR} holds a demo; demo data never becomes a service."


def processes() -> Lines:
    count = environment.number("HELPLINE_PROCESSES", 1)
    if count > 1 and not settings.HELPLINE_REDIS_URL:
        yield f"{count} processes cannot hear each other without HELPLINE_REDIS_URL."
    if count > 1 and _engine("default").endswith("sqlite3"):
        yield f"{count} processes need PostgreSQL: set HELPLINE_DATABASE_URL and HELPLINE_KEYS_DATABASE_URL."


def key_store_apart() -> Lines:
    same = all(
        settings.DATABASES["default"].get(part) == settings.DATABASES["keys"].get(part)
        for part in ("NAME", "HOST", "PORT")
    )
    if same:
        yield "The key store must be another database than the words: set HELPLINE_KEYS_DATABASE_URL."


def proxies() -> Lines:
    if "HELPLINE_TRUSTED_PROXIES" not in os.environ:
        yield (
            "HELPLINE_TRUSTED_PROXIES must say how many proxies of yours stand in front (0 for none): "
            "without it all callers behind one would share a single limit."
        )


def proof_of_work() -> Lines:
    """Warn, and let a service decide: its callers may have browsers that cannot show their work."""
    if settings.HELPLINE_PROOF == "off":
        yield "HELPLINE_PROOF=off: only the limits per network stand between a flooding script and the queue."
    elif not MEASURED[0] <= settings.HELPLINE_PROOF_NUMBER <= MEASURED[1]:
        yield (
            f"HELPLINE_PROOF_NUMBER is meant to be between {MEASURED[0]} and {MEASURED[1]}: "
            "less stops nobody, more keeps slow telephones waiting."
        )


def key_in_memory() -> Lines:
    """A key that lives in one process's memory opens nothing in another."""
    if not _in_memory():
        return
    if environment.number("HELPLINE_PROCESSES", 1) > 1 or settings.HELPLINE_REDIS_URL:
        yield "HELPLINE_KEK=memory is for one process alone: unset HELPLINE_REDIS_URL and HELPLINE_PROCESSES."
    if settings.HELPLINE_TIMERS != "thread":
        yield "HELPLINE_KEK=memory needs HELPLINE_TIMERS=thread: another process has another key."


def memory_only() -> Lines:
    if _in_memory():
        yield (
            "HELPLINE_KEK=memory: the key-encryption key is in no file. Every stop of this process, a crash "
            "and a power cut too, destroys the words of all contacts that are open or not yet purged, held "
            "ones with them."
        )


def _in_memory() -> bool:
    try:
        return is_in_memory()
    except ImproperlyConfigured:
        return False


def said_to_the_public() -> Lines:
    """Warn of what the law, or whoever finds a weakness, asks for and the pages would leave out."""
    if not settings.HELPLINE_CONTROLLER:
        yield (
            "HELPLINE_CONTROLLER says who is responsible for what is kept; without it /chat/privacy cannot, "
            "and UK GDPR, Art 13, asks for it. The page “The charity's own face” counts before it."
        )
    contact = settings.HELPLINE_SECURITY_CONTACT
    if not contact:
        yield "HELPLINE_SECURITY_CONTACT is not set: there is no /.well-known/security.txt."
    elif not is_contact(contact):
        yield f"HELPLINE_SECURITY_CONTACT must be one address that begins with {', '.join(WAYS)}."


def _engine(database: str) -> str:
    return str(settings.DATABASES[database]["ENGINE"])


# Their order is their number: add at the end.
RULES: tuple[Callable[[], Lines], ...] = (
    secret_key,
    key_encryption,
    debug,
    hosts,
    origins,
    retention,
    demo_data,
    processes,
    key_store_apart,
    proxies,
    key_in_memory,
)
# What a service may decide otherwise; their order is their number, too.
UNWISE: tuple[Callable[[], Lines], ...] = (proof_of_work, memory_only, said_to_the_public)
