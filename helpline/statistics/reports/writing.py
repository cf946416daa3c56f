"""A report as a page to print, a spreadsheet (ODS) and CSV: all three of the same figures."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from helpline.face.in_force import service_name
from helpline.statistics.charts.block import Block
from helpline.statistics.dashboard.files import MIMETYPE, File, as_csv, as_ods
from helpline.statistics.dashboard.texts import sentences as words_of
from helpline.statistics.reports.report import Report

KINDS = {"ods": MIMETYPE, "csv": "text/csv; charset=utf-8"}


def as_html(report: Report) -> str:
    """Return the body of the page: a part of a document, without head or navigation."""
    context = {
        "report": report,
        "t": report.t,
        "words": words_of(report.t.language),
        "service_name": service_name(),
        "notes": [(name, text) for name, text in report.about if text],
    }
    return render_to_string("statistics/_report.html", context)


def as_bytes(report: Report, kind: str) -> bytes:
    """Return the file of this kind, a key of KINDS."""
    t = report.t
    said = [(sentence, "") for sentence in report.sentences]
    head = t("report_compared")
    compared = [
        (f"{head}: {each.label}, {each.other}", f"{each.now} / {each.before} (± {each.margin}): {each.words}")
        for each in report.compared
    ]
    note = [(report.note, "")] if report.note else []
    blocks: Sequence[Block] = report.blocks
    file = File(
        f"{service_name()}: {report.title}",
        [*report.about, *said, *compared, *note],
        blocks,
        t("all"),
    )
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    return as_ods(file) if kind == "ods" else f"\ufeff{as_csv(file)}".encode()
