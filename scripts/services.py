"""Publish the guidance, and hand it to the console: the parsed script, the lexicon, what to offer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import transaction

from helpline.kernel.content_errors import ContentError, ContentErrors
from helpline.kernel.content_files import name_of, text_of
from helpline.kernel.yaml_tree import read_tree
from helpline.staff.models import Account
from scripts.collusion_file import Collusion, parse_collusion
from scripts.cuebook import CueBook, parse_cues
from scripts.cues import Lexicon
from scripts.done import answered_in
from scripts.engine import CHALLENGED, caller_kind, offers, stage_path
from scripts.errors import NoScript, PromptsUnsigned
from scripts.learned.model import shipped
from scripts.library import parse_jargon, parse_script
from scripts.models import ScriptVersion
from scripts.practice import ScriptedCaller
from scripts.practice_file import STAGES, parse_caller
from scripts.prompt_checks import Jargon
from scripts.script import Script
from scripts.sign_offs import needs_signing, unsigned_nodes
from scripts.versions import SLUG, digest_of, publish_texts, running_version

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass(frozen=True)
class LoadResult:
    """What loading did: `is_new` is False where the files are those of the running version.

    `unsigned` counts the prompts that a service published without both sign-offs.
    """

    version_id: int
    slug: str
    number: int
    is_new: bool
    warnings: tuple[ContentError, ...]
    unsigned: int = 0


@dataclass(frozen=True)
class Published:
    """One version, parsed."""

    script: Script
    book: CueBook
    lexicon: Lexicon


@transaction.atomic
def load_content(*, directory: Path, by: Account | None, unsigned_first: bool = False) -> LoadResult:
    """Publish `script_motivational.yaml` and `cues.yaml` of a folder as the next running version.

    Files equal to the running version change nothing. Raises ContentErrors with every mistake
    of both files; the running version then stays in use. In a service it raises PromptsUnsigned when a
    prompt lacks a sign-off, but for the first version of all with `unsigned_first`.
    """
    texts, script = read_content(directory)
    running = running_version(locked=True)
    if running is not None and running.sha256 == digest_of(*texts):
        return LoadResult(running.pk, SLUG, running.number, False, script.warnings)
    unsigned = unsigned_nodes(read_tree(texts[0], source=SLUG))
    if unsigned and needs_signing() and not (unsigned_first and running is None):
        raise PromptsUnsigned(unsigned)
    many = len(unsigned) if needs_signing() else 0
    version = publish_texts(texts, by=by, unsigned=many)
    return LoadResult(version.pk, SLUG, version.number, True, script.warnings, many)


def read_content(directory: Path) -> tuple[tuple[str, str], Script]:
    """Read and check both files of a folder; return their texts (script, cues) and the parsed script.

    Raises ContentErrors with the mistakes of both.
    """
    paths = directory / f"script_{SLUG}.yaml", directory / "cues.yaml"
    mistakes: list[ContentError] = []
    texts: list[str] = []
    script: Script | None = None
    for path in paths:
        try:
            texts.append(text_of(path))
            if path is paths[0]:
                script = parse_script(texts[-1], source=name_of(path), jargon=jargon_beside(directory))
            else:
                parse_cues(texts[-1], source=name_of(path))
        except ContentErrors as errors:
            mistakes += errors.errors
    if mistakes or script is None:
        raise ContentErrors(mistakes)
    return (texts[0], texts[1]), script


def jargon_beside(directory: Path) -> tuple[Jargon, ...]:
    """Return the field's words of a folder's `jargon.yaml`, else those that we ship. Raises ContentErrors."""
    file = directory / "jargon.yaml"
    file = file if file.is_file() else CONTENT / "jargon.yaml"
    return parse_jargon(text_of(file), source=name_of(file))


@cache
def shipped_jargon() -> tuple[Jargon, ...]:
    """Return the field's words that we ship: what a draft is warned of."""
    return jargon_beside(CONTENT)


def running_script() -> tuple[int, Script]:
    """Return the version id and the script in use. Raises NoScript before the first publication."""
    version_id = _running_id()
    return version_id, _published(version_id).script


def running_lexicon() -> Lexicon:
    """Return the lexicon in use; before the first publication the one that comes with the program."""
    try:
        return _published(_running_id()).lexicon
    except NoScript:
        return shipped_lexicon()


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon of the repository's own cue book, with what was learnt; needs no database."""
    cues = CONTENT / "cues.yaml"
    return Lexicon.from_book(parse_cues(text_of(cues), source=name_of(cues)), model=shipped())


def script_of(version_id: int) -> Script:
    """Return the script of a version, also of one that no longer runs. Raises NoScript."""
    return _published(version_id).script


def lexicon_of(version_id: int | None) -> Lexicon:
    """Return the lexicon of a version; without one that which comes with the program.

    Words of danger are heard from the first day, whether or not anybody has published a script.
    """
    try:
        return _published(version_id or 0).lexicon
    except NoScript:
        return shipped_lexicon()


def lexicon_of_text(cues_text: str) -> Lexicon:
    """Return the lexicon of a cue book that was checked before; for a draft. Raises ContentErrors."""
    return _book_of(cues_text)[1]


def guidance(
    *,
    version: int,
    position: str | None,
    cues: Sequence[str],
    about: str | None,
    age_band: str | None,
    caller_type: str | None = None,
    done: Collection[str] = (),
    trail: Sequence[str] = (),
    triage: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return what the console's script panel shows, as JSON.

    {"version": int, "kind": str, "stages": [{"stage", "is_current"}], "current": node view,
    "next": [step], "challenges": [node view + "cues"],
    "interrupts": [node view + "cues", "unless", "again"], "tips": [{"cue", "definition", "aim",
    "technique", "replies", "avoid"}], and beside the next steps:

    "back": step to the node before, or null at the beginning;
    "resume": step to the node that was left for a safety cue, or null ("back to where you were");
    "skips": [step] to the first node of each later stage that is not done;
    "scripts": [{"id", "title", "start", "prompt", "is_here"}], each script that this caller may be led into;
    "covered": [{"topic", "label"}], what was done in this talk, in words.}

    A step is {"when", "to", "stage", "prompt", "done"}; `done` is True where the talk has been or has done
    the same elsewhere: it is no fresh suggestion. `again` is the same for a safety answer, which is
    never left out. The console moves to `to` or `start` by the same call for every one of them. Node views:
    `scripts.engine.node_view`; their `next` are steps.

    `done` are the nodes left behind, `trail` the way back, `triage` what `triage_of` returns.
    Raises NoScript.
    """
    published = _published(version)
    kind = caller_kind(about, age_band, caller_type)
    found = offers(
        published.script,
        position=position,
        cues=cues,
        about=about,
        age_band=age_band,
        caller_type=caller_type,
        done=done,
        answered=answered_in(triage),
        trail=trail,
    )
    return {
        "version": version,
        "kind": kind,
        "stages": stage_path(published.script, found.current["id"]),
        **asdict(found),
        # The replies speak to the person who uses abuse; nobody else is to be asked them.
        "tips": _tips(published.book, cues) if kind in CHALLENGED else [],
    }


def risk_questions(*, version: int) -> list[dict[str, str]]:
    """Return the risk markers in order: [{"id", "why", "ask", "default_action"}]. Raises NoScript."""
    return [
        {"id": marker.id, "why": marker.why, "ask": marker.ask, "default_action": marker.default_action}
        for marker in _published(version).book.markers.values()
    ]


@cache
def collusion() -> Collusion:
    """Return the rules by which a draft is looked through; they come with the code. Raises ContentErrors."""
    file = CONTENT / "collusion.yaml"
    return parse_collusion(text_of(file), source=name_of(file))


@cache
def scripted_callers() -> dict[str, ScriptedCaller]:
    """Return the callers to practise with, by id, in the order of the stages they train.

    They come with the code and are no part of a published version. Raises ContentErrors.
    """
    files = sorted((CONTENT / "practice").glob("*.yaml"))
    found = [parse_caller(text_of(file), source=name_of(file)) for file in files]
    return {caller.id: caller for caller in sorted(found, key=lambda each: STAGES.index(each.stage))}


def _running_id() -> int:
    found = ScriptVersion.objects.filter(slug=SLUG, is_running=True).values_list("pk", flat=True).first()
    if found is None:
        raise NoScript
    return found


@lru_cache(maxsize=8)
def _published(version_id: int) -> Published:
    """Parse a version once in each process: versions never change."""
    version = ScriptVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NoScript
    return Published(_script_of(version.source_text, str(version)), *_book_of(version.cues_text))


@lru_cache(maxsize=8)
def _script_of(source_text: str, source: str) -> Script:
    return parse_script(source_text, source=source, published=True)


@lru_cache(maxsize=4)
def _book_of(cues_text: str) -> tuple[CueBook, Lexicon]:
    """Return a cue book and its lexicon; most versions have the book of the one before."""
    book = parse_cues(cues_text, source="cues")
    return book, Lexicon.from_book(book, model=shipped())


def forget_versions() -> None:
    """Empty the cache of parsed versions; for tests, whose databases use an id again."""
    _published.cache_clear()


def _tips(book: CueBook, cues: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "cue": cue,
            "definition": book.cues[cue].definition,
            "aim": book.cues[cue].handler.aim,
            "technique": book.cues[cue].handler.technique,
            "replies": list(book.cues[cue].handler.replies),
            "avoid": list(book.cues[cue].handler.avoid),
        }
        for cue in dict.fromkeys(cues)
        if cue in book.cues
    ]
