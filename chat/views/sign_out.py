"""Signing out: whoever has talks hears first what becomes of them, and they go back at once."""

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chat.services.leaving import leave_desk
from chat.services.presence import open_contacts
from helpline.staff.models import Account
from helpline.staff.services import is_signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask once when talks would go back to the queue, sign out, and hand them over.

    `confirmed` is the number of talks that was shown: one that came meanwhile is asked about again.
    """
    account = request.user
    if not isinstance(account, Account):
        return _signed_out(request)
    elsewhere = is_signed_in(account=account, besides=request.session.session_key)
    talks = open_contacts(account)
    agreed = elsewhere or request.POST.get("confirmed", "0") == str(talks)
    if request.method != "POST" or not agreed:
        context = {"talks": talks, "elsewhere": elsewhere}
        return render(request, "account/logout.html", context)
    answer = _signed_out(request)
    # After it: a console of this sign-in is shut by now and takes nobody meanwhile.
    if went := leave_desk(account=account):
        back = "Your talk has" if went == 1 else f"Your {went} talks have"
        messages.info(request, f"{back} gone back to the front of the queue.")
    return answer


def _signed_out(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = allauth.logout(request)
    return answer
