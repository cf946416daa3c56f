"""The page on which admins see what browsers refused on our pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpline.kernel.refused_by_browsers import KEPT_DAYS, counted
from helpline.staff.access import requires
from helpline.staff.roles import Permission


@requires(Permission.READ_AUDIT)
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """Show the counts of the last days."""
    return render(request, "staff/refused_by_browsers.html", {"rows": counted(), "days": KEPT_DAYS})
