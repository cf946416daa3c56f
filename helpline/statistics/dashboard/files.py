"""A page of figures as a file: for a spreadsheet (ODS) and for anything else (CSV). Plain Python.

Both are made from the blocks of the page, so that a file shows what the page shows and nothing more. Each
says at its head what it is: which period, which policy, and what the noise means.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from helpline.statistics.charts.block import Block
from helpline.statistics.charts.figures import Number

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
# A fixed moment, so that the same figures give the same file.
MOMENT = (1980, 1, 1, 0, 0, 0)
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"'
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{0}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
# What a spreadsheet would take for a formula at the beginning of a cell.
FORMULA = re.compile(r"[=+\-@\t\r]")
SHEET_NAME = re.compile(r"[\[\]*?:/\\']")
LONGEST_NAME = 31

Value = str | Number
Line = Sequence[Value]


@dataclass(frozen=True)
class File:
    """What a file holds: its title, what is said about it, and its blocks."""

    title: str
    about: Sequence[tuple[str, str]]
    blocks: Sequence[Block]
    all_label: str


def as_csv(file: File) -> str:
    """Return the file as CSV, a part after another, each with its title and its sentence above."""
    held = io.StringIO()
    write = csv.writer(held, lineterminator="\r\n")
    for line in _head(file):
        write.writerow([_plain(value) for value in line])
    for block in file.blocks:
        write.writerow([])
        for line in _lines(block, file.all_label):
            write.writerow([_plain(value) for value in line])
    return held.getvalue()


def as_ods(file: File) -> bytes:
    """Return the file as an OpenDocument spreadsheet: a sheet about it, and one for each part."""
    sheets = [_sheet("About", _head(file))]
    sheets += [
        _sheet(f"{n} {block.title}", _lines(block, file.all_label)) for n, block in enumerate(file.blocks, 1)
    ]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES}><office:body>'
        f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        # First and not compressed: so programs tell what kind of file it is.
        archive.writestr(zipfile.ZipInfo("mimetype", MOMENT), MIMETYPE, zipfile.ZIP_STORED)
        for name, text in (("META-INF/manifest.xml", MANIFEST.format(MIMETYPE)), ("content.xml", content)):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _head(file: File) -> list[Line]:
    return [(file.title,), *file.about]


def _lines(block: Block, all_label: str) -> Iterator[Line]:
    yield (block.title,)
    yield (block.sentence,)
    if block.note:
        yield (block.note,)
    if block.missing:
        yield (block.missing,)
        return
    figures = block.figures
    yield (figures.head, *(each.name for each in figures.series))
    for place, label in enumerate(figures.labels):
        yield (label, *_shown(figures.row(place), figures.hidden))
    if figures.totals:
        yield (all_label, *_shown(figures.totals, figures.hidden))


def _shown(values: Iterable[Number | None], hidden: str) -> list[Value]:
    return [hidden if value is None else value for value in values]


def _plain(value: Value) -> Value:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _sheet(name: str, lines: Iterable[Line]) -> str:
    name = SHEET_NAME.sub(" ", name)[:LONGEST_NAME].strip()
    rows = "".join(f"<table:table-row>{''.join(map(_cell, line))}</table:table-row>" for line in lines)
    return f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"


def _cell(value: Value) -> str:
    text = f"<text:p>{escape(str(value))}</text:p>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}">{text}</table:table-cell>'
