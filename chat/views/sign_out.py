"""Signing out: whoever has talks hears first what becomes of them, and they go back at once."""

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from chat.services.leaving import leave_desk
from chat.services.presence import talks_of_callers
from chat.views.replies import coded
from helpline.staff.access import account_of, requires
from helpline.staff.models import Account
from helpline.staff.roles import Permission
from helpline.staff.sessions import is_signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask once when talks would go back to the queue, sign out, and hand them over.

    `confirmed` is the number of talks that was shown: one that came meanwhile is asked about again.
    """
    account = request.user
    if not isinstance(account, Account):
        return _signed_out(request)
    will = _what_will_happen(request, account)
    agreed = will["elsewhere"] or request.POST.get("confirmed", "0") == str(will["talks"])
    if request.method != "POST" or not agreed:
        return render(request, "account/logout.html", will)
    answer = _signed_out(request)
    # After it: a console of this sign-in is shut by now and takes nobody meanwhile.
    if went := leave_desk(account=account):
        back = "Your talk has" if went == 1 else f"Your {went} talks have"
        messages.info(request, f"{back} gone back to the front of the queue.")
    return answer


@requires(Permission.READ_OWN_CONTACTS)
@require_GET
@coded
def before_sign_out(request: HttpRequest) -> HttpResponse:
    """Tell the console what it asks about: how many talks go back, and whether they stay elsewhere."""
    return JsonResponse(_what_will_happen(request, account_of(request)))


def _what_will_happen(request: HttpRequest, account: Account) -> dict[str, int | bool]:
    elsewhere = is_signed_in(account=account, besides=request.session.session_key)
    return {"talks": talks_of_callers(account), "elsewhere": elsewhere}


def _signed_out(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = allauth.logout(request)
    return answer
