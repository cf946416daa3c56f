"""The pages where admins say who works here."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.staff import services
from helpline.staff.access import may, requires
from helpline.staff.models import Account
from helpline.staff.pages_forms import AddForm, PasswordForm, RoleForm, SkillsForm
from helpline.staff.passwords import new_password
from helpline.staff.roles import Permission, Role
from helpline.staff.skills import skill_label

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.MANAGE_STAFF)
def accounts(request: HttpRequest) -> HttpResponse:
    """List everybody, those who may sign in first."""
    everybody = Account.objects.order_by("-is_active", "username")
    return render(request, "staff/accounts_list.html", {"accounts": everybody})


@require_http_methods(READ_OR_SEND)
@requires(Permission.MANAGE_STAFF)
def add(request: HttpRequest) -> HttpResponse:
    """Let somebody in."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        password = asked["password"] or new_password()
        try:
            account = services.create_account(
                username=asked["username"],
                display_name=asked["display_name"],
                role=Role(asked["role"]),
                password=password,
                by=_by(request),
            )
        except HelplineError as refusal:
            form.refuse(refusal)
        else:
            made_up = "" if asked["password"] else password
            return _answer(request, account, f"{account.username} can now sign in.", made_up)
    return _form_page(request, "staff/accounts_add.html", form)


@require_safe
@requires(Permission.MANAGE_STAFF)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account and what can be done with it."""
    return _account_page(request, get_object_or_404(Account, pk=pk))


@require_POST
@requires(Permission.MANAGE_STAFF)
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role."""
    person = get_object_or_404(Account, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _account_page(request, person, form=form)
    role = Role(form.cleaned_data["role"])
    return _do(
        request,
        person,
        lambda: services.set_role(account=person, role=role, by=_by(request)),
        f"{person.username} now has the role {role.value}, and has to sign in again.",
    )


@require_POST
@requires(Permission.MANAGE_STAFF)
def change_skills(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what somebody is trained for; contacts are routed by it."""
    person = get_object_or_404(Account, pk=pk)
    form = SkillsForm(request.POST)
    if not form.is_valid():
        return _account_page(request, person, skills_form=form)
    return _do(
        request,
        person,
        lambda: services.set_skills(account=person, skills=form.chosen(), by=_by(request)),
        f"The skills of {person.username} are saved and count from now on.",
    )


@require_http_methods(READ_OR_SEND)
@requires(Permission.MANAGE_STAFF)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then shut somebody out."""
    person = get_object_or_404(Account, pk=pk)
    if request.method != "POST":
        return render(request, "staff/accounts_deactivate.html", {"account": person})
    return _do(
        request,
        person,
        lambda: services.deactivate(account=person, by=_by(request)),
        f"{person.username} can no longer sign in.",
    )


@require_POST
@requires(Permission.MANAGE_STAFF)
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in again."""
    person = get_object_or_404(Account, pk=pk)
    return _do(
        request,
        person,
        lambda: services.reactivate(account=person, by=_by(request)),
        f"{person.username} can sign in again.",
    )


@require_http_methods(READ_OR_SEND)
@requires(Permission.MANAGE_STAFF)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a new password."""
    person = get_object_or_404(Account, pk=pk)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data["password"]
        password = typed or new_password()
        try:
            services.reset_password(account=person, password=password, by=_by(request))
        except HelplineError as refusal:
            form.refuse(refusal)
        else:
            sentence = f"{person.username} has a new password and has to sign in again."
            return _answer(request, person, sentence, "" if typed else password)
    return _form_page(request, "staff/accounts_reset.html", form, person)


def _account_page(
    request: HttpRequest,
    person: Account,
    *,
    form: RoleForm | None = None,
    skills_form: SkillsForm | None = None,
) -> HttpResponse:
    """Show one account, with the form that was sent wrongly, if any."""
    context = {
        "account": person,
        "form": form or RoleForm(initial={"role": person.role}),
        "skills_form": skills_form or SkillsForm.of(person),
        "skills": [skill_label(skill) for skill in person.skills],
        "wrong": form or skills_form,
        "own": person == request.user,
        "takes": may(person, Permission.TAKE_CONTACTS),
    }
    return render(request, "staff/accounts_detail.html", context, status=400 if context["wrong"] else 200)


def _by(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def _do(request: HttpRequest, person: Account, act: Callable[[], object], sentence: str) -> HttpResponse:
    """Act, say what came of it, and go back to the account."""
    try:
        act()
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, sentence)
    return redirect("staff:account", pk=person.pk)


def _answer(request: HttpRequest, person: Account, sentence: str, made_up: str) -> HttpResponse:
    """Show a password that was made up, this once; else go to the account."""
    if made_up:
        # In this answer only: a redirect would have to keep it in the session meanwhile.
        context = {"account": person, "sentence": sentence, "password": made_up}
        return render(request, "staff/accounts_password.html", context)
    messages.success(request, sentence)
    return redirect("staff:account", pk=person.pk)


def _form_page(
    request: HttpRequest, template: str, form: AddForm | PasswordForm, person: Account | None = None
) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, template, {"form": form, "account": person}, status=status)
