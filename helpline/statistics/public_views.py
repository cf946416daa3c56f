"""Where an admin lets everybody read the yearly and quarterly figures, or stops it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from helpline.kernel.errors import HelplineError
from helpline.staff.access import requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.statistics.reports.public import how_it_is_set, set_public

ANSWERS = {"on": True, "off": False}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH_FIGURES)
def public(request: HttpRequest) -> HttpResponse:
    """Show whether the page is there and who set it; a POST with `figures` on or off switches it."""
    if request.method != "POST":
        return _page(request)
    assert isinstance(request.user, Account)
    if (wanted := ANSWERS.get(request.POST.get("figures", ""))) is None:
        return _page(request, "Say whether the page is to be there or not.", 400)
    try:
        set_public(on=wanted, by=request.user)
    except HelplineError as refusal:
        return _page(request, refusal.message, refusal.status)
    said = "Anybody can read the figures now." if wanted else "The page is gone, within a minute everywhere."
    messages.success(request, said)
    return redirect("public-figures")


def _page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    context = {"set": how_it_is_set(), "refused": refused}
    return render(request, "statistics/public_figures.html", context, status=status)
