"""The line of code that a site pastes. Plain Python."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

LONGEST_LABEL = 40


@dataclass(frozen=True)
class Choice:
    """How the button is to be."""

    framed: bool = False
    language: str = "en"
    label: str = ""


def is_this_machine_alone(chat: str) -> bool:
    """Tell whether an address works on the machine itself and nowhere else."""
    name = urlsplit(chat).hostname or ""
    return name in {"localhost", "::1"} or name.endswith(".localhost") or name.startswith("127.")


def code_of(choice: Choice, *, chat: str) -> str:
    """Return the element as it is pasted; every value is escaped."""
    attributes = [f'src="{escape(chat)}/embed.js"', 'referrerpolicy="no-referrer"', "async"]
    if choice.language == "cy":
        attributes.append('data-lang="cy"')
    if choice.label:
        attributes.append(f'data-label="{escape(choice.label)}"')
    if choice.framed:
        attributes.append("data-frame")
    return f"<script {' '.join(attributes)}></script>"


def link_of(choice: Choice, *, chat: str) -> str:
    """Return the same as a plain link, for pages without script."""
    address = f"{chat}/chat/" + ("?lang=cy" if choice.language == "cy" else "")
    words = choice.label or ("Sgwrsio â ni" if choice.language == "cy" else "Chat with us")
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(words)}</a>'
