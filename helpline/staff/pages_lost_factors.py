"""The page for lost second factors: proposed by one person, decided by another."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from helpline.kernel.errors import HelplineError
from helpline.staff.access import others_may, requires
from helpline.staff.confirming import confirms
from helpline.staff.lost_factors import approve_reset, propose_reset, refuse_reset
from helpline.staff.models import Account, LostFactor
from helpline.staff.pages_accounts import by_whom, show_link
from helpline.staff.pages_forms import AnsweredForm
from helpline.staff.roles import Permission
from helpline.staff.second_factor import FACTORS


class ProposeForm(AnsweredForm):
    account = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label="Whose second factor is lost",
        empty_label="Choose somebody",
        error_messages={"required": "Choose whose it is", "invalid_choice": "Choose somebody from the list"},
    )
    reason = forms.ChoiceField(
        choices=LostFactor.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened", "invalid_choice": "Choose one from the list"},
    )

    def __init__(self, data: Any = None, *, by: Account) -> None:
        super().__init__(data)
        with_factor = Account.objects.filter(is_active=True, authenticator__type__in=FACTORS).distinct()
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = with_factor.exclude(pk=by.pk).order_by("username")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RESET_FACTORS)
@confirms
def lost_factors(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second person, and take a proposal."""
    by = by_whom(request)
    form = ProposeForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_valid():
        reason = LostFactor.Reason(form.cleaned_data["reason"])
        account: Account = form.cleaned_data["account"]
        try:
            propose_reset(account=account, reason=reason, by=by)
        except HelplineError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is proposed. Somebody else has to agree before anything changes.")
            return redirect("lost_factors")
    context = {
        "form": form,
        "waiting": LostFactor.objects.select_related("account", "by").order_by("at"),
        "nobody_else": not others_may(by, Permission.RESET_FACTORS),
    }
    return render(request, "staff/lost_factors.html", context, status=400 if form.errors else 200)


@require_POST
@requires(Permission.RESET_FACTORS)
@confirms
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, which shows the link this once, or put the proposal away."""
    by = by_whom(request)
    try:
        if request.POST.get("decision") == "agree":
            account, secret = approve_reset(proposal=pk, by=by)
            return show_link(request, account, f"The second factors of {account.username} are gone.", secret)
        account = refuse_reset(proposal=pk, by=by)
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"The second factors of {account.username} stay as they are.")
    return redirect("lost_factors")
