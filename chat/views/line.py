"""The page where supervisors and admins set how the line works."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chat.line_bounds import BOUNDS
from chat.models import LineSettings
from chat.selectors import line_settings
from chat.services.line_settings import SETTINGS, held_back, line_history, set_line
from helpline.kernel.errors import HelplineError
from helpline.staff.access import account_of, may, requires
from helpline.staff.roles import Permission

# Name of the field: (label, what it does, its unit). What it does also stands beside a mistake.
WORDS: dict[str, tuple[str, str, str]] = {
    "offer_seconds": (
        "Seconds to answer an offer",
        "The caller waits for as long as nobody answers. Then the next handler is asked; two missed offers "
        "in a row set a handler away.",
        "seconds",
    ),
    "skill_wait_seconds": (
        "Seconds that a caller waits for somebody with the skill they need",
        "Then any handler is asked. Where nobody who is available has the skill, nobody waits for it.",
        "seconds",
    ),
    "idle_minutes": (
        "Minutes without a sign of life until a handler is asked whether they are there",
        "Without an answer they are set away. Somebody with a talk is never asked.",
        "minutes",
    ),
    "wrap_up_minutes": (
        "Minutes for a wrap-up",
        "The handler is given nobody new meanwhile. Then the contact is closed with what is known; it can be "
        "corrected for a day.",
        "minutes",
    ),
    "most_wait_minutes": (
        "Longest wait in minutes",
        "When a new caller would probably wait longer, the line says that it is full.",
        "minutes",
    ),
    "pause_minutes": (
        "Minutes of pause after a talk that was ended for abuse",
        "Nobody is offered meanwhile, unless the handler carries on earlier.",
        "minutes",
    ),
}


class LineForm(forms.Form):
    """All settings at once; each number says its bounds when it is outside of them."""

    replaces = forms.IntegerField(widget=forms.HiddenInput)
    routing = forms.ChoiceField(
        label="Who comes to whom", choices=LineSettings.Routing.choices, widget=forms.RadioSelect
    )
    use_required_attribute = False
    numbers: ClassVar[tuple[str, ...]] = tuple(BOUNDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in BOUNDS.items():
            label, help_text, unit = WORDS[name]
            mistake = f"{label}: give {least} to {most:,} whole {unit}. {help_text}"
            self.fields[name] = forms.IntegerField(
                label=label,
                help_text=f"{help_text} {least} to {most:,}.",
                min_value=least,
                max_value=most,
                widget=forms.NumberInput(attrs={"class": "line-number", "min": None, "max": None}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), mistake),
            )

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.numbers]


@requires(Permission.MANAGE_LINE)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest) -> HttpResponse:
    """Show the settings and their history; a POST puts a new version in force."""
    now = line_settings()
    if request.method != "POST":
        return _page(request, _form_of(now), now)
    form = LineForm(request.POST)
    if form.is_valid() and _set(request, form):
        messages.success(request, "Saved. The line works like this from now on.")
        return redirect("line")
    return _page(request, form, now, status=400)


def _set(request: HttpRequest, form: LineForm) -> bool:
    changes = {name: form.cleaned_data[name] for name in SETTINGS}
    try:
        set_line(changes=changes, replaces=form.cleaned_data["replaces"], by=account_of(request))
    except HelplineError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _form_of(now: LineSettings) -> LineForm:
    return LineForm(initial={name: getattr(now, name) for name in SETTINGS})


def _page(request: HttpRequest, form: LineForm, now: LineSettings, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "now": now,
        "held": _held(),
        "history": _history(),
        "summary": _summary(form),
        "may_approve_texts": may(account_of(request), Permission.APPROVE_TEXTS),
    }
    return render(request, "supervision/line.html", context, status=status)


def _held() -> list[str]:
    """Return what an older version asks for and does not get, in sentences."""
    sentences = []
    for name, was, counts in held_back():
        label, _, unit = WORDS[name]
        sentences.append(f"{label}: {was:,} {unit} were saved, {counts:,} count.")
    return sentences


def _history() -> list[dict[str, Any]]:
    return [
        {**version, "changed": [_change(*change) for change in version["changed"]]}
        for version in line_history()
    ]


def _change(name: str, before: object, after: object) -> str:
    if name == "routing":
        return str(LineSettings.Routing(str(after)).label)
    label, _, unit = WORDS[name]
    return f"{label}: {after} {unit}, before {before}"


def _summary(form: LineForm) -> list[tuple[str, str]]:
    """Return (id of the field, text) for the error summary; an error of the whole form has no id."""
    return [
        (form[name].id_for_label if name in form.fields else "", str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]
