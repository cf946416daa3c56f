"""The two forms on the page of one complaint."""

from django import forms

from helpline.complaints.rules import LONGEST_TEXT, NEXT, Outcome, State

OUTCOMES = [
    ("", "Choose"),
    (Outcome.UPHELD, "Upheld"),
    (Outcome.PARTLY_UPHELD, "Partly upheld"),
    (Outcome.NOT_UPHELD, "Not upheld"),
    (Outcome.NOTHING_HELD, "Request answered: nothing is held that could be found"),
    (Outcome.NO_WAY_TO_ANSWER, "Looked into; no way to answer was given"),
    (Outcome.NOT_A_COMPLAINT, "Neither a complaint nor a request"),
]
STEPS = {
    State.ACKNOWLEDGED: "Acknowledged: we told them that we have it",
    State.ANSWERED: "Answered: we told them what we found",
    State.CLOSED: "Closed",
}
AGAIN = "Opened again"


class NoteForm(forms.Form):
    """What was done about it."""

    text = forms.CharField(
        label="Add a note",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write what was done."},
    )


class StepForm(forms.Form):
    """The steps that follow from where it is."""

    to = forms.ChoiceField(
        label="It is now", widget=forms.RadioSelect, error_messages={"required": "Choose a step."}
    )
    outcome = forms.ChoiceField(label="How it ended, if you close it", choices=OUTCOMES, required=False)

    def __init__(self, state: State, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        follow = [step for step in State if step in NEXT[state]]
        labels = {**STEPS, State.ACKNOWLEDGED: AGAIN} if state == State.CLOSED else STEPS
        self.fields["to"].choices = [(step.value, labels[step]) for step in follow]  # type: ignore[attr-defined]
        if state == State.CLOSED:
            del self.fields["outcome"]

    def clean(self) -> dict[str, object]:
        held: dict[str, object] = super().clean() or {}
        if held.get("to") == State.CLOSED and not held.get("outcome"):
            self.add_error("outcome", "Say how it ended.")
        return held
