"""The page of the charity's own face: a form, what it would look like, the logo, and the versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from helpline.face import services
from helpline.face.errors import NoSuchPicture
from helpline.face.forms import FaceForm, worked_out
from helpline.face.pictures.picture import MOST_BYTES
from helpline.face.preview import remember, screen_asked_for
from helpline.face.values import Face
from helpline.face.wording import LANGUAGE_NAMES, SCREENS
from helpline.kernel.edge import takes_a_file
from helpline.kernel.errors import HelplineError
from helpline.kernel.policies import SCRIPTED, Sources
from helpline.staff.access import account_of, requires
from helpline.staff.roles import Permission

DEVICES = (("phone", "Phone"), ("desk", "Desk"))
FRAMES: Sources = {**SCRIPTED, "frame-src": ["'self'"]}


@requires(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form and the preview; a POST looks at what was typed, or saves it."""
    newest = services.newest_version()
    now = newest.face if newest else Face()
    if request.method != "POST":
        remember(request, None)
        return _page(request, FaceForm(now=now), now)
    data, taken = _with_what_was_taken(request)
    form = FaceForm(data, now=now)
    fits = form.is_valid()
    looks = bool(taken) or request.POST.get("act") != "save"
    remember(request, form.face)
    if looks or not fits:
        return _page(request, form, form.face, status=200 if looks else 400, looks=looks)
    try:
        services.save_face(face=form.face, by=account_of(request), replaces=form.cleaned_data["replaces"])
    except HelplineError as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form, form.face, status=refusal.status)
    messages.success(request, "Saved. Callers see it from now on; you can undo it below.")
    return redirect("face:edit")


@takes_a_file
@requires(Permission.MANAGE_SERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    """Show the logo; a POST reads a file, and shows what is left of it before it is used."""
    mistakes: list[tuple[str, str]] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise NoSuchPicture("Choose the file of your logo first, then press again.")
            kept = services.keep_picture(content=file.read(), by=account_of(request))
        except HelplineError as refusal:
            mistakes = [("id_file", refusal.message)]
        else:
            return redirect(f"{request.path}?picture={kept.name}")
    looked_at = services.picture_named(request.GET.get("picture", ""))
    newest = services.newest_version()
    context = {
        "summary": mistakes,
        "looked_at": looked_at,
        "in_use": newest.logo if newest else None,
        "number": newest.number if newest else 0,
        "most_bytes": MOST_BYTES,
    }
    response = render(request, "face/logo.html", context, status=400 if mistakes else 200)
    response.csp_update = SCRIPTED  # type: ignore[attr-defined]
    return response


@requires(Permission.MANAGE_SERVICE)
@require_POST
def use_logo(request: HttpRequest) -> HttpResponse:
    """Put a picture that was looked at in force, or with an empty name none."""
    newest = services.newest_version()
    now = newest.face if newest else Face()
    name = request.POST.get("picture", "")
    said = (
        "The logo is on the callers' pages now." if name else "The logo is taken away; the name stands there."
    )
    return _change(
        request,
        said,
        lambda number: services.save_face(face=now.with_logo(name), by=account_of(request), replaces=number),
    )


@requires(Permission.MANAGE_SERVICE)
@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Put the version before the present one in force again."""
    return _change(
        request,
        "What was there before is in force again.",
        lambda number: services.restore_face(by=account_of(request), replaces=number),
    )


def _change(request: HttpRequest, said: str, act: Any) -> HttpResponse:
    number = request.POST.get("replaces", "")
    try:
        act(int(number) if number.isdigit() else -1)
    except HelplineError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("face:edit")


def _with_what_was_taken(request: HttpRequest) -> tuple[Any, str]:
    """Return the form's data with the colour or address that was pressed in its field, and the field."""
    data = request.POST.copy()
    field, _, value = data.get("take", "").partition("=")
    if field:
        data[field] = value
    return data, field


def _page(
    request: HttpRequest, form: FaceForm, face: Face, *, status: int = 200, looks: bool = False
) -> HttpResponse:
    versions = services.history()
    newest, before = [*(version for version, _ in versions[:2]), None, None][:2]
    screen, lang = screen_asked_for(request)
    context = {
        "form": form,
        "summary": [] if looks else _summary(form),
        "looks": looks,
        "worked_out": worked_out(face.colours),
        "version": newest,
        "before": before,
        "history": versions,
        "number": newest.number if newest else 0,
        "screens": SCREENS,
        "screen": screen,
        "languages": LANGUAGE_NAMES,
        "devices": DEVICES,
        "schemes": ("light", "dark"),
        "lang": lang,
    }
    response = render(request, "face/edit.html", context, status=status)
    response.csp_update = FRAMES  # type: ignore[attr-defined]
    return response


def _summary(form: FaceForm) -> list[tuple[str, str]]:
    return [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]
