"""What no file of the configuration may hold, looked for before one is made.

Two walls. While sections are read, no table with people or words in it can be: `settings_alone`. And what
was read is searched for names of those who work here, keys, addresses of people or machines:
`not_for_a_file`.
See docs/configuration.md, "What is never in it".
"""

import base64
import ipaddress
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from helpline.configuration.mistakes import NotForAFile
from helpline.configuration.section import Section
from helpline.kernel.keyring import ring
from helpline.kernel.privacy import Destroy
from helpline.staff.models import Account
from helpline.staff.roles import Role

# People, their keys and what they did; sign-ins; keys of words; what was destroyed.
ROOMS_OF_PEOPLE = frozenset(
    {"auth", "account", "mfa", "sessions", "contenttypes", "staff", "kernel", "complaints", "keeping"}
)
# In rooms that hold settings beside people.
TABLES_OF_PEOPLE = frozenset(
    {"rota.Shift", "rota.Swap", "rota.CalendarAddress", "standing.StandingDate", "standing.Grace"}
)
# Names that are words as well stand in what the program itself ships: those say nothing of a person.
SHIPPED = ("scripts/content", "triage/content", "helpline/quality/content", "chat/content")

_TABLE = re.compile(r'"([a-z0-9_]+)"')
# Each repeats a bounded number of times: a long text is read once, whatever is in it.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+")
_NUMBERS = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?<![\w:])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40}(?![\w:])"
)
_KEY = re.compile(
    r"-----BEGIN |\b[0-9a-fA-F]{64}\b|(?<![\w+/])[A-Za-z0-9+/]{43}=|(?<!\w)[A-Za-z0-9_]{48,}(?!\w)"
)
_WORD = re.compile(r"[\w'’-]+")

type_of_look = Callable[[str], bool]


@contextmanager
def settings_alone() -> Iterator[None]:
    """Refuse every read of a table that is about people, or of the key store, until it ends.

    Raises NotForAFile from the read itself.
    """
    tables = _tables_of_people()

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if context["connection"].alias == "keys" or tables.intersection(_TABLE.findall(sql)):
            raise NotForAFile(places=["a table of people or words"])
        return execute(sql, params, many, context)

    with ExitStack() as walls:
        for connection in connections.all():
            walls.enter_context(connection.execute_wrapper(refuse))
        yield


@cache
def _tables_of_people() -> frozenset[str]:
    """Return the tables of rooms about people, and of every model of which anything is to be destroyed."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS_OF_PEOPLE
        or model._meta.label in TABLES_OF_PEOPLE
        or any(isinstance(decision, Destroy) for decision in getattr(model, "privacy", {}).values())
    )


def not_for_a_file(section: Section, data: Any) -> list[str]:
    """Return the places of a section where something stands that no file may hold; never what it is."""
    looks = [*_always(), *([] if section.names_services else [_is_mail])]
    return [
        ", ".join((section.title, *place))
        for place, text in _texts(data, ())
        if any(look(text) for look in looks)
    ]


def _texts(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*place, "a key"), str(key)
            yield from _texts(each, (*place, str(key).replace("_", " ")))
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _texts(each, (*place, f"entry {number}"))
    elif isinstance(value, str):
        yield place, value


def _always() -> list[type_of_look]:
    names, addresses = _people()
    secrets = _secrets()
    return [
        lambda text: any(word in names for word in _WORD.findall(text.casefold())),
        lambda text: any(whole in text.casefold() for whole in addresses),
        lambda text: any(secret in text for secret in secrets),
        lambda text: _KEY.search(text) is not None,
        _is_machine,
    ]


def _people() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that are one word, and what is looked for as a whole: longer names, addresses."""
    whole: set[str] = set()
    single: set[str] = set()
    default = Account._meta.get_field("display_name").get_default()
    for username, shown, email in Account.objects.values_list("username", "display_name", "email"):
        for name in (username, *([shown] if shown != default else [])):
            (single if _WORD.fullmatch(name) else whole).add(name.casefold())
        whole.add(email.casefold())
    return frozenset(single - _ordinary_words()), frozenset(whole - {""})


@cache
def _ordinary_words() -> frozenset[str]:
    words: set[str] = {role.value for role in Role}
    for folder in SHIPPED:
        for path in sorted((Path(settings.BASE_DIR) / folder).glob("*.*")):
            words.update(_WORD.findall(path.read_text(encoding="utf-8").casefold()))
    return frozenset(words)


def _secrets() -> frozenset[str]:
    """Return the secrets of this service as they would be written."""
    raw: list[bytes] = []
    # Without a key there is none that could have come into a text.
    with suppress(ImproperlyConfigured):
        raw = list(ring().keys.values())
    written = {base64.b64encode(key).decode() for key in raw} | {key.hex() for key in raw}
    return frozenset({settings.SECRET_KEY, *written} - {""})


def _is_mail(text: str) -> bool:
    return _EMAIL.search(text) is not None


def _is_machine(text: str) -> bool:
    """Tell whether a network address stands in it; this machine itself is none."""
    for found in _NUMBERS.findall(text):
        try:
            address = ipaddress.ip_address(found)
            if not (address.is_loopback or address.is_unspecified):
                return True
        except ValueError:
            continue
    return False
