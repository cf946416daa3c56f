"""The question whether it is still you, as a page of its own and for scripts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from helpline.kernel.errors import Forbidden, HelplineError
from helpline.staff.confirming import CODE, PASSWORD, ask, confirm
from helpline.staff.json_body import sent_texts
from helpline.staff.models import Account


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest) -> HttpResponse:
    """Ask, then go on to `next`, which is a page of this service."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return ask(request, then=lambda: redirect(wanted if safe else "own_account"))


@require_POST
def confirm_for_script(request: HttpRequest) -> HttpResponse:
    """Take {"password"} or {"code"} from the console."""
    refusal: HelplineError = Forbidden()
    if isinstance(request.user, Account):
        sent = sent_texts(request, "password", "code")
        try:
            confirm(request, {PASSWORD: sent["password"], CODE: sent["code"]})
        except HelplineError as wrong:
            refusal = wrong
        else:
            return JsonResponse({"confirmed": True})
    return JsonResponse({"error": refusal.as_wire()}, status=refusal.status)
