"""The pages where admins say who works here."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.kernel.errors import HelplineError
from helpline.kernel.policies import SCRIPTED
from helpline.staff import leavers, services
from helpline.staff.access import may, requires
from helpline.staff.confirming import confirms
from helpline.staff.errors import ONLY_ADMIN
from helpline.staff.links import address_of_link, find_link
from helpline.staff.models import Account, Departure
from helpline.staff.pages_forms import AddForm, RoleForm, SkillsForm
from helpline.staff.people import people
from helpline.staff.roles import Permission, Role
from helpline.staff.second_factor import has_factor
from helpline.staff.sign_in_at import sign_in_at
from helpline.staff.skills import skill_label
from helpline.standing.overview import warnings
from helpline.standing.services import reckon

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.MANAGE_STAFF)
def accounts(request: HttpRequest) -> HttpResponse:
    """List everybody, those who may sign in first."""
    everybody = list(Account.objects.order_by("-is_active", "username"))
    said = warnings(everybody, today=timezone.localdate())
    context = {"people": people(everybody, said), "asked_for": settings.HELPLINE_SECOND_FACTOR}
    return render(request, "staff/accounts_list.html", context)


@require_http_methods(READ_OR_SEND)
@requires(Permission.MANAGE_STAFF)
@confirms
def add(request: HttpRequest) -> HttpResponse:
    """Let somebody in."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            account, secret = services.invite(
                username=asked["username"],
                display_name=asked["display_name"],
                role=Role(asked["role"]),
                by=by_whom(request),
            )
        except HelplineError as refusal:
            form.refuse(refusal)
        else:
            # Without dates nobody new comes, where the administrator decided so.
            reckon(account=account)
            return show_link(request, account, f"{account.username} is invited.", secret)
    return _form_page(request, "staff/accounts_add.html", form)


@require_safe
@requires(Permission.MANAGE_STAFF)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account and what can be done with it."""
    return _account_page(request, get_object_or_404(Account, pk=pk))


@require_POST
@requires(Permission.MANAGE_STAFF)
@confirms
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
        lambda: services.set_role(account=person, role=role, by=by_whom(request)),
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
        lambda: services.set_skills(account=person, skills=form.chosen(), by=by_whom(request)),
        f"The skills of {person.username} are saved and count from now on.",
    )


@require_POST
@requires(Permission.MANAGE_STAFF)
@confirms
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in again."""
    person = get_object_or_404(Account, pk=pk)
    return _do(
        request,
        person,
        lambda: services.reactivate(account=person, by=by_whom(request)),
        f"{person.username} can sign in again.",
    )


@require_POST
@requires(Permission.MANAGE_STAFF)
def tick(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Say that a thing was seen to after somebody left, or that it was not."""
    person = get_object_or_404(Account, pk=pk)
    done = request.POST.get("done") == "1"
    return _do(
        request,
        person,
        lambda: leavers.tick(account=person, item=item, done=done, by=by_whom(request)),
        "Ticked, with your name and the date." if done else "It is open again.",
    )


@require_POST
@requires(Permission.MANAGE_STAFF)
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End all of somebody's sign-ins: of a laptop that was left somewhere."""
    person = get_object_or_404(Account, pk=pk)
    return _do(
        request,
        person,
        lambda: services.sign_out_everywhere(account=person, by=by_whom(request)),
        f"{person.username} is signed out everywhere, and can sign in again.",
    )


@require_http_methods(READ_OR_SEND)
@requires(Permission.MANAGE_STAFF)
@confirms
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then make a link by which somebody chooses a new password."""
    person = get_object_or_404(Account, pk=pk)
    if request.method != "POST":
        return render(request, "staff/accounts_reset.html", {"account": person})
    try:
        secret = services.reset_password(account=person, by=by_whom(request))
    except HelplineError as refusal:
        messages.error(request, refusal.message)
        return redirect("staff:account", pk=person.pk)
    return show_link(request, person, f"The old password of {person.username} no longer works.", secret)


def _account_page(
    request: HttpRequest,
    person: Account,
    *,
    form: RoleForm | None = None,
    skills_form: SkillsForm | None = None,
) -> HttpResponse:
    """Show one account, with the form that was sent wrongly, if any."""
    departure = Departure.objects.filter(account=person).select_related("by").first()
    alone = not Account.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk).exists()
    context = {
        "dates": warnings([person], today=timezone.localdate()).get(person.pk, []),
        "departure": None if person.is_active else departure,
        "to_do": leavers.list_of(departure) if departure and not person.is_active else [],
        "only_admin": ONLY_ADMIN if alone and person.role == Role.ADMIN else "",
        "account": person,
        "form": form or RoleForm(initial={"role": person.role}),
        "skills_form": skills_form or SkillsForm.of(person),
        "skills": [skill_label(skill) for skill in person.skills],
        "wrong": form or skills_form,
        "own": person == request.user,
        "takes": may(person, Permission.TAKE_CONTACTS),
        "factor": has_factor(person),
    }
    return render(request, "staff/accounts_detail.html", context, status=400 if context["wrong"] else 200)


def by_whom(request: HttpRequest) -> Account:
    """Return who asks."""
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


def show_link(request: HttpRequest, person: Account, sentence: str, secret: str) -> HttpResponse:
    """Show a link this once: a redirect would have to keep it in the session meanwhile."""
    link = find_link(secret)
    back = (
        ("staff:account", person.pk) if may(by_whom(request), Permission.MANAGE_STAFF) else ("lost_factors",)
    )
    context = {
        "back": reverse(back[0], args=back[1:]),
        "account": person,
        "sentence": sentence,
        "link": link,
        "sign_in_at": sign_in_at(request, person),
        "address": request.build_absolute_uri(address_of_link(secret)),
    }
    response = render(request, "staff/accounts_link.html", context)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


def _form_page(request: HttpRequest, template: str, form: AddForm) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, template, {"form": form}, status=status)
