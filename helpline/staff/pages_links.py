"""The page that a link leads to: its secret comes from behind the "#", or is pasted, and is posted."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from helpline.kernel.errors import HelplineError
from helpline.staff.errors import NotConfirmed
from helpline.staff.link_limits import check_tries
from helpline.staff.links import choose_password, find_link, open_enrolment
from helpline.staff.models import Account, Link
from helpline.staff.pages_forms import AnsweredForm
from helpline.staff.sign_in_notices import count_failure


def _password(label: str, autocomplete: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class ChooseForm(AnsweredForm):
    password = _password("New password", "new-password", "Choose a password")
    again = _password("New password again", "new-password", "Type the new password once more")

    def clean(self) -> None:
        super().clean()
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", "The two are not the same")


class KnownForm(AnsweredForm):
    password = _password("Your password", "current-password", "Enter your password")


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Ask for the secret, then for a password, and sign in."""
    secret = "".join(request.POST.get("link", "").split()).rpartition("#")[2]
    if not secret:
        return render(request, "staff/link.html", {}, status=400 if request.method == "POST" else 200)
    try:
        check_tries(request)
        found = find_link(secret)
    except HelplineError as refusal:
        return render(request, "staff/link.html", {"refusal": refusal}, status=refusal.status)
    enrolling = found.purpose == Link.Purpose.FACTORS
    data = request.POST if "password" in request.POST else None
    form: AnsweredForm = KnownForm(data) if enrolling else ChooseForm(data)
    if form.is_valid():
        try:
            return _use(request, found, secret, form.cleaned_data["password"])
        except HelplineError as refusal:
            form.refuse(refusal)
    context = {"form": form, "secret": secret, "account": found.account, "enrolling": enrolling}
    context["again"] = found.purpose == Link.Purpose.PASSWORD
    return render(request, "staff/link_password.html", context, status=400 if form.errors else 200)


def _use(request: HttpRequest, found: Link, secret: str, password: str) -> HttpResponse:
    account = found.account
    if found.purpose == Link.Purpose.FACTORS:
        _check_password(request, account, password)
        open_enrolment(secret=secret, account=account)
    else:
        account = choose_password(secret=secret, password=password)
    if request.user.is_authenticated:
        logout(request)
    if found.purpose == Link.Purpose.PASSWORD:
        messages.success(request, "Your new password is set. Sign in with it.")
        return redirect("account_login")
    credentials = {"username": account.username}
    answer: HttpResponse = perform_password_login(
        request, credentials, Login(user=account, redirect_url="/accounts/")
    )
    return answer


def _check_password(request: HttpRequest, account: Account, password: str) -> None:
    check_tries(request, account=account)
    if not account.check_password(password):
        count_failure(account.username)
        raise NotConfirmed("That password is not right. Try again.")
