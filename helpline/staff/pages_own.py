"""One's own account: where one is signed in, the second factors, and what happened to it."""

from io import BytesIO

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from helpline.staff.adapter import HOME
from helpline.staff.audit import record
from helpline.staff.factor_forms import waiting_secret
from helpline.staff.models import Account
from helpline.staff.pages_accounts import by_whom
from helpline.staff.roles import Role
from helpline.staff.second_factor import ENROLLED, has_factor, may_enrol
from helpline.staff.sessions import end_sessions, sign_ins
from helpline.staff.sign_in_notices import WORDS
from helpline.standing.overview import own_dates

NEWEST = 10
FIRST_PAGE = {Role.ADMIN: "/supervision/service/checklist/"}


@login_required
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Show everything about one's own sign-in; until there is a second factor, how to set one up."""
    account = by_whom(request)
    if "kept" in request.GET and account.may_enrol_until and request.session.get(ENROLLED) == account.pk:
        # They came by an invitation and have all they need: to their first page, not to this one.
        return redirect(FIRST_PAGE.get(Role(account.role)) or HOME[Role(account.role)])
    mine = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    codes = [each for each in mine if each.type == Authenticator.Type.RECOVERY_CODES]
    context = {
        "go_on": _goes_on(request, account),
        "factor": has_factor(account),
        "asked_for": settings.HELPLINE_SECOND_FACTOR,
        "may_enrol": may_enrol(account) or has_factor(account),
        "app": next((each for each in mine if each.type == Authenticator.Type.TOTP), None),
        "keys": [
            {"pk": each.pk, "name": each.wrap().name, "made": each.created_at, "used": each.last_used_at}
            for each in mine
            if each.type == Authenticator.Type.WEBAUTHN
        ],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "sign_ins": sign_ins(account),
        "this": request.session.session_key,
        "dates": own_dates(account, today=timezone.localdate()),
        "notices": [{"at": each.at, "words": WORDS[each.code]} for each in account.notices.all()[:NEWEST]],
    }
    return render(request, "staff/own_account.html", context)


def _goes_on(request: HttpRequest, account: Account) -> str:
    """Return where to go on: where they wanted, else to their first page once a factor was just set up."""
    wanted: str = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return HOME[Role(account.role)] if request.session.get(ENROLLED) == account.pk else ""


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every sign-in of one's own but this one."""
    account = by_whom(request)
    ended = end_sessions(account=account, besides=request.session.session_key)
    record(event="sign_in.ended_elsewhere", by=account, subject=account.username, detail={"ended": ended})
    said = "You were signed in nowhere else." if not ended else "You are signed out everywhere else."
    messages.success(request, said)
    return redirect("own_account")


@login_required
@require_safe
def totp_picture(request: HttpRequest) -> HttpResponse:
    """Draw the square code for the app that is being enrolled in this session."""
    secret = waiting_secret(request)
    if secret is None:
        raise Http404
    address = get_adapter().build_totp_url(by_whom(request), secret)
    drawn = BytesIO()
    # Black on white also where the page is dark: that is what telephones read.
    qrcode.make(address, image_factory=SvgPathFillImage, border=4).save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


class RemoveKey(RemoveWebAuthnView):
    """Removes a passkey, but not the last second factor where one is asked for."""

    success_url = "/accounts/"

    def form_valid(self, form: object) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("own_account")
        answer: HttpResponse = super().form_valid(form)
        return answer
