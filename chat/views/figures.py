"""The public page of headline figures: nothing is counted because somebody looks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chat.views.reading import language_of, reading_page
from helpline.statistics.dashboard.margin import by_chance
from helpline.statistics.dashboard.texts import Texts, sentences, texts_for
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.questions import Period
from helpline.statistics.reports.public import public_figures


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the yearly and quarterly figures; 404 while an admin has not switched them on."""
    content = public_figures()
    if content is None:
        raise Http404
    rows, lang = content["rows"], language_of(request)
    t = texts_for(lang)
    notes = [
        t("about_noise_release"),
        t("about_hidden_release", threshold=THRESHOLD),
        t("about_counted_text"),
    ]
    # Years and quarters are not equally large: a note for the newest of each.
    newest = {len(row["period"]): row for row in reversed(rows)}
    for row in newest.values():
        about: int = row["contacts"]
        chance = by_chance(about, has_noise=True)
        notes.append(t("about_compare_text", n=f"{about:,}", difference=chance))
    context = {
        "words": sentences(t.language),
        "rows": [_shown(t, row) for row in rows],
        "made_up": content["made_up"],
        "notes": notes,
    }
    return reading_page(request, "figures", lang, context)


def _shown(t: Texts, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as people read it."""
    contacts, answered = (
        None if row[name] is None else f"{row[name]:,}" for name in ("contacts", "answered")
    )
    return {**row, "contacts": contacts, "answered": answered, "name": t.period(Period.parse(row["period"]))}
