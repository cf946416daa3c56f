"""The page of what callers said of themselves, a year at a time, once it is over."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpline.staff.access import requires
from helpline.staff.roles import Permission
from helpline.statistics.bands import LONDON
from helpline.statistics.disclosure import THRESHOLD
from helpline.statistics.equality import equality_report, years_told


@require_safe
@requires(Permission.SEE_RELEASED_FIGURES)
def equality(request: HttpRequest) -> HttpResponse:
    """Show the sums of `?year=2026`; without it, of the newest year that is over."""
    today = timezone.now().astimezone(LONDON).date()
    years = years_told()
    asked = request.GET.get("year", "")
    over = [year for year in years if equality_report(year=year, today=today).shown_from is None]
    chosen = next((year for year in years if str(year) == asked), (over or years or [today.year])[0])
    context = {
        "year": chosen,
        "years": years,
        "report": equality_report(year=chosen, today=today),
        "threshold": THRESHOLD,
    }
    return render(request, "statistics/equality.html", context)
