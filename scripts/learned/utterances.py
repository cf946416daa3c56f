"""The labelled utterances that the model learns from, and is measured by. Plain Python.

A line is `labels ; markers | text`, with `-` for none; `#` begins a remark. All were written for
this project; none is a real caller's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpline.kernel.content_errors import ContentError, ContentErrors
from scripts.cuebook import CueBook


@dataclass(frozen=True)
class Utterance:
    """A text, and every cue and risk marker that it holds."""

    text: str
    labels: frozenset[str]


def read_folder(folder: Path, book: CueBook) -> list[Utterance]:
    """Return what all files of a folder hold, by their names. Raises ContentErrors."""
    return [each for file in sorted(folder.glob("*.txt")) for each in read_file(file, book)]


def read_file(file: Path, book: CueBook) -> list[Utterance]:
    """Return the utterances of a file. Raises ContentErrors that name each wrong line."""
    found, mistakes = list[Utterance](), list[ContentError]()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.append(_utterance(line, book))
        except ValueError as error:
            mistakes.append(ContentError(file.name, number, str(error)))
    if mistakes:
        raise ContentErrors(mistakes)
    return found


def _utterance(line: str, book: CueBook) -> Utterance:
    head, bar, text = line.partition("|")
    cues, semicolon, markers = head.partition(";")
    if not (bar and semicolon and text.strip()):
        raise ValueError("a line is: labels ; markers | text")
    named = [*_named(cues, book.cues), *_named(markers, book.markers)]
    return Utterance(text.strip(), frozenset(named))


def _named(names: str, known: Iterable[str]) -> Iterator[str]:
    for name in (each.strip() for each in names.split(",")):
        if name in {"", "-"}:
            continue
        if name not in known:
            raise ValueError(f"{name} is no label of the cue book")
        yield name


def of_book(book: CueBook) -> list[Utterance]:
    """Return the book's own phrases and near misses, each once, with all that the book says of it."""
    held: dict[str, frozenset[str]] = {}
    for told in (told_of_cues(book), told_of_markers(book)):
        for text, labels in told.items():
            held[text] = held.get(text, frozenset()) | labels
    return [Utterance(text, labels) for text, labels in held.items()]


def told_of_cues(book: CueBook) -> dict[str, frozenset[str]]:
    """Return each phrase and near miss of a cue with the cues that it holds."""
    held: dict[str, frozenset[str]] = {}
    for cue in book.cues.values():
        for text in cue.phrases:
            held[text] = held.get(text, frozenset()) | frozenset(cue.also.get(text, (cue.id,)))
        for miss in cue.near_misses:
            held[miss.text] = held.get(miss.text, frozenset()) | frozenset(miss.labels)
    return held


def told_of_markers(book: CueBook) -> dict[str, frozenset[str]]:
    """Return each phrase and near miss of a risk marker with the markers that it raises."""
    held: dict[str, frozenset[str]] = {}
    for marker in book.markers.values():
        for text in marker.phrases:
            held[text] = held.get(text, frozenset()) | {marker.id}
        for text in marker.near_misses:
            held.setdefault(text, frozenset())
    return held
