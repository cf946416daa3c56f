"""Before acts of weight somebody shows again that it is still them: by password, code or passkey."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from helpline.kernel.errors import HelplineError
from helpline.kernel.policies import SCRIPTED
from helpline.kernel.throttle import TooMany
from helpline.staff.access import API_PREFIX
from helpline.staff.errors import ConfirmFirst, NotConfirmed
from helpline.staff.factor_forms import ConfirmCodeForm
from helpline.staff.models import Account
from helpline.staff.sessions import CONFIRMED, is_confirmed
from helpline.staff.sign_in_notices import count_failure

type_of_view = Callable[..., HttpResponse]
PASSWORD, CODE, CREDENTIAL = OURS = ("confirm_password", "confirm_code", "confirm_credential")


def confirms(view: type_of_view) -> type_of_view:
    """Guard an act of weight: asks for a confirmation that is older than ten minutes, then goes on.

    Inside `requires`. Looking at the page is free; what was sent stands in the question's own form
    meanwhile, and nowhere else. A script gets the coded refusal.
    """
    return confirms_unless(lambda request: False)(view)


def confirms_unless(urgent: Callable[[HttpRequest], bool]) -> Callable[[type_of_view], type_of_view]:
    """The same, and asks nothing where what is sent is urgent: danger to life waits for no password."""

    def decorate(view: type_of_view) -> type_of_view:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" or is_confirmed(request.session) or urgent(request):
                return view(request, *args, **kwargs)
            if request.path.startswith(API_PREFIX):
                return JsonResponse({"error": ConfirmFirst().as_wire()}, status=ConfirmFirst.status)
            return ask(request, then=lambda: view(request, *args, **kwargs))

        return guarded

    return decorate


def confirms_export(view: type_of_view) -> type_of_view:
    """Guard what is taken out of the service as a file: asks first, and leads back to it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_confirmed(request.session) else to_confirm(request)

    return guarded


def ask(request: HttpRequest, *, then: Callable[[], HttpResponse]) -> HttpResponse:
    """Show the question, or do `then` once it is answered rightly."""
    refusal = None
    if any(request.POST.get(name) for name in OURS):
        try:
            confirm(request)
        except HelplineError as wrong:
            refusal = wrong
        else:
            return then()
    account = request.user
    assert isinstance(account, Account)
    types = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    keys = Authenticator.Type.WEBAUTHN in types
    context = {
        "refusal": refusal,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in (*OURS, "csrfmiddlewaretoken")
            for value in values
        ],
        "codes": bool(types - {Authenticator.Type.WEBAUTHN}),
        "options": {"request_options": begin_authentication(account)} if keys else None,
    }
    response = render(request, "staff/confirm.html", context, status=refusal.status if refusal else 200)
    # Its script is there for passkeys alone.
    response.csp_update = SCRIPTED if context.get("options") else {}  # type: ignore[attr-defined]
    return response


def confirm(request: HttpRequest, sent: Any = None) -> None:
    """Check what somebody sent to confirm that it is them. Raises NotConfirmed or TooMany."""
    sent = request.POST if sent is None else sent
    account = request.user
    assert isinstance(account, Account)
    if not ratelimit.consume(request, action="reauthenticate", user=account):
        raise TooMany(retry_after_seconds=60)
    form: Any
    if password := sent.get(PASSWORD):
        if not account.check_password(password):
            count_failure(account.username)
            raise NotConfirmed
        reauthenticate_by_password(request)
    elif sent.get(CREDENTIAL):
        form = ReauthenticateWebAuthnForm(user=account, data={"credential": sent[CREDENTIAL]})
        _check(form)
    else:
        form = ConfirmCodeForm(user=account, data={"code": sent.get(CODE, "")})
        _check(form)
    request.session[CONFIRMED] = int(time.time())


def _check(form: Any) -> None:
    if not form.is_valid():
        raise NotConfirmed
    form.save()


def to_confirm(request: HttpRequest) -> HttpResponse:
    """Send somebody to the question, and back to this page afterwards."""
    query = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account_reauthenticate')}?{query}")
