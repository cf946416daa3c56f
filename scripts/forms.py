"""The forms by which supervisors write prompts, their links and the ways in."""

from typing import Any

from django import forms

from helpline.kernel.yaml_tree import Tree
from scripts.cuebook import CUES
from scripts.done import TOPICS
from scripts.library import LONGEST_PROMPT
from scripts.naming import cue_label, spoken
from scripts.script import CALLER_KINDS, END
from scripts.tree import nodes_of, script_title, scripts_of, stages_of, steps_of, titles_of

MOST_ROWS = 40
EMPTY_WAYS, EMPTY_ALTERNATIVES = 2, 1
CUE_CHOICES = [(cue, cue_label(cue)) for cue in CUES]


class LinesField(forms.CharField):
    """A list of short texts, one to a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


def _lines(label: str, hint: str = "One to a line.") -> LinesField:
    return LinesField(label=label, help_text=hint, required=False, max_length=8_000)


class NodeForm(forms.Form):
    """One prompt with all that a handler sees beside it. `tree` is what its menus offer."""

    prompt = forms.CharField(
        label="What the handler may say",
        help_text=(
            "One question, 300 characters if you can. [Square brackets] are blanks to fill; "
            "{they}, {them}, {their} and {partner} are filled from what the caller says."
        ),
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write what the handler may say"},
    )
    intent = forms.CharField(
        label="What it is for", max_length=500, error_messages={"required": "Write what the prompt is for"}
    )
    stage = forms.ChoiceField(label="Stage")
    script = forms.ChoiceField(label="Script")
    enter_on_cues = forms.MultipleChoiceField(
        label="Offer it when the caller's words hold",
        choices=CUE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    technique = _lines("Technique")
    do = _lines("Do")
    dont = _lines("Do not")
    log = _lines("To be recorded", "Names of what the handler notes, one to a line.")
    does = forms.MultipleChoiceField(
        label="Once it was used, this is done",
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    model = forms.BooleanField(
        label="It is an example with an invented account: never sent as it stands", required=False
    )
    second_turn = forms.BooleanField(
        label="Its cue brings it up only once the first turn was taken", required=False
    )

    def __init__(self, data: Any = None, *, tree: Tree, node: dict[str, Any]) -> None:
        super().__init__(data, initial=node)
        self.node = node
        self.titles = titles_of(tree)
        self.known = {other["id"] for other in nodes_of(tree)} | {END}
        self.fields["stage"].choices = [(stage, spoken(stage)) for stage in stages_of(tree)]  # type: ignore[attr-defined]
        self.fields["script"].choices = [(name, script_title(tree, name)) for name in scripts_of(tree)]  # type: ignore[attr-defined]
        # "for" is a word of Python, and the key of the file.
        self.fields["for"] = forms.MultipleChoiceField(
            label="May be offered to (none ticked: everybody)",
            choices=[(kind, spoken(kind)) for kind in CALLER_KINDS],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.row_errors: dict[str, str] = {}

    def clean_prompt(self) -> str:
        return _unix(self.cleaned_data["prompt"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number, text in enumerate(self._posted("alternative")):
            if len(text) > LONGEST_PROMPT:
                self._wrong(
                    f"id_alternative_{number}", f"Other wordings have at most {LONGEST_PROMPT} characters"
                )
        for number, (when, to) in enumerate(self._posted_ways()):
            if to and not when:
                self._wrong(f"id_when_{number}", "Write in which case this way is taken")
            elif when and not to:
                self._wrong(f"id_to_{number}", "Choose where this way leads, or empty its words")
            elif len(when) > 300:
                self._wrong(f"id_when_{number}", "Write when in at most 300 characters")
            elif to and to not in self.known:
                self._wrong(f"id_to_{number}", f"There is no prompt {to} any more: choose another")
        return values

    def values(self) -> dict[str, Any]:
        """Return the node's keys as written; valid forms only. What no form knows is not among them."""
        before = self.node.get("next") or []
        ways = []
        for number, (when, to) in enumerate(self._posted_ways()):
            if to:
                kept = before[number] if number < len(before) else {}
                ways.append({**kept, "when": when, "to": to})
        alternatives = [text for text in self._posted("alternative") if text]
        return {name: self._kept_order(name) for name in self.fields} | {
            "alternatives": alternatives,
            "next": ways,
            # An empty list would mean nobody.
            "for": self._kept_order("for") or None,
        }

    def _kept_order(self, name: str) -> Any:
        """Return a value; ticked boxes come in the order that the file has them in."""
        value = self.cleaned_data[name]
        if not isinstance(self.fields[name], forms.MultipleChoiceField):
            return value
        before = [each for each in self.node.get(name) or [] if each in value]
        return before + [each for each in value if each not in before]

    def alternative_rows(self) -> list[dict[str, Any]]:
        """Return the other wordings as rows for the page, with an empty one at the end."""
        texts = self._posted("alternative") if self.is_bound else list(self.node.get("alternatives") or [])
        texts = [*filter(None, texts), *[""] * EMPTY_ALTERNATIVES] if not self.row_errors else texts
        return [
            {"id": f"id_alternative_{number}", "text": text, "error": self._error(f"id_alternative_{number}")}
            for number, text in enumerate(texts)
        ]

    def way_rows(self) -> list[dict[str, Any]]:
        """Return the ways on as rows for the page, with empty ones at the end."""
        ways = self._posted_ways() if self.is_bound else steps_of(self.node)
        if not self.is_bound:
            ways = [*ways, *[("", "")] * EMPTY_WAYS]
        return [
            {
                "number": number + 1,
                "when": when,
                "to": to,
                "when_id": f"id_when_{number}",
                "to_id": f"id_to_{number}",
                "is_unknown": bool(to) and to not in self.known,
                "when_error": self._error(f"id_when_{number}"),
                "to_error": self._error(f"id_to_{number}"),
            }
            for number, (when, to) in enumerate(ways)
        ]

    def summary(self) -> list[tuple[str, str]]:
        """Return (id of the field, mistake) in the order of the page."""
        fields = [(self[name].auto_id, str(text)) for name in self.fields for text in self[name].errors]
        return fields + list(self.row_errors.items())

    @property
    def kept_keys(self) -> list[str]:
        """The keys of the node that this form does not show, and keeps."""
        shown = {*self.fields, "id", "alternatives", "next"}
        return [key for key in self.node if key not in shown]

    def _posted(self, name: str) -> list[str]:
        posted: Any = self.data
        return [_unix(text).strip() for text in posted.getlist(name)[:MOST_ROWS]]

    def _posted_ways(self) -> list[tuple[str, str]]:
        return list(zip(self._posted("when"), self._posted("to"), strict=False))

    def _wrong(self, field: str, text: str) -> None:
        self.row_errors[field] = text
        self.add_error(None, text)

    def _error(self, field: str) -> str:
        return self.row_errors.get(field, "")


class AddForm(forms.Form):
    """A new node, as little as it takes to open its own form."""

    id = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,59}$",
        label="Short name",
        help_text="Small letters, digits and underscores: m14_minimisation. It never changes.",
        error_messages={
            "required": "Enter a short name",
            "invalid": "Use small letters, digits and underscores, with a letter first",
        },
    )
    script = forms.ChoiceField(label="Script")
    stage = forms.ChoiceField(label="Stage")
    prompt = forms.CharField(
        label="What the handler may say",
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what the handler may say"},
    )
    intent = forms.CharField(
        label="What it is for", max_length=500, error_messages={"required": "Write what the prompt is for"}
    )
    after = forms.ChoiceField(
        label="Which prompt leads to it", required=False, help_text="A new prompt needs a way in."
    )
    when = forms.CharField(label="In which case", required=False, max_length=300)

    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        super().__init__(data)
        self.ids = {node["id"] for node in nodes_of(tree)}
        self.fields["stage"].choices = [(stage, spoken(stage)) for stage in stages_of(tree)]  # type: ignore[attr-defined]
        self.fields["script"].choices = [(name, script_title(tree, name)) for name in scripts_of(tree)]  # type: ignore[attr-defined]
        menu = [(script_title(tree, script), nodes) for script, nodes in titles_of(tree).items() if script]
        self.fields["after"].choices = [("", "I link it later"), *menu]  # type: ignore[attr-defined]

    def clean_id(self) -> str:
        wanted: str = self.cleaned_data["id"]
        if wanted in self.ids:
            raise forms.ValidationError("There is already a prompt of this name")
        return wanted

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("after") and not values.get("when"):
            self.add_error("when", "Write in which case that prompt leads here")
        return values

    def node(self) -> dict[str, Any]:
        """Return the new node; it ends the talk until it is given other ways on."""
        values = self.cleaned_data
        return {
            "id": values["id"],
            "script": values["script"],
            "stage": values["stage"],
            "prompt": _unix(values["prompt"]),
            "alternatives": [],
            "intent": values["intent"],
            "technique": [],
            "enter_on_cues": [],
            "next": [{"when": "the talk ends", "to": END}],
            "do": [],
            "dont": [],
            "log": [],
        }

    def summary(self) -> list[tuple[str, str]]:
        return [(self[name].auto_id, str(text)) for name in self.fields for text in self[name].errors]


class WaysInForm(forms.Form):
    """Where a talk begins, and where cues, dangers and kinds of caller lead."""

    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        super().__init__(data)
        menu = [(script_title(tree, script), nodes) for script, nodes in titles_of(tree).items() if script]
        self.paths: dict[str, tuple[str | int, ...]] = {}
        self.groups: list[tuple[str, list[str]]] = []
        self._group("The first prompt of every talk", [("start",)], tree, menu)
        interrupts = [
            ("interrupts", place, key)
            for place, interrupt in enumerate(tree.get("interrupts") or [])
            for key in ("to", "instead")
            if key in interrupt
        ]
        self._group("Heard in the caller's words", interrupts, tree, menu)
        by_type = tree.get("interrupts_by_caller_type") or {}
        dangers = [("interrupts_by_caller_type", kind, key) for kind in by_type for key in by_type[kind]]
        self._group("In danger, for each kind of caller", dangers, tree, menu)
        routes = [("routes_by_caller_type", kind) for kind in tree.get("routes_by_caller_type") or {}]
        self._group("Where the script of each kind of caller begins", routes, tree, menu)
        parts = [("scripts", place, "start") for place in range(len(tree.get("scripts") or []))]
        self._group("Where a handler enters each script", parts, tree, menu)

    def _group(self, title: str, paths: Any, tree: Tree, menu: Any) -> None:
        names = []
        for path in paths:
            name = "__".join(map(str, path))
            value: Any = tree
            for key in path:
                value = value[key]
            label = _place(tree, path)
            missing = all(value != node for _, nodes in menu for node, _ in nodes)
            choices = [(value, f"{value}: no longer there"), *menu] if missing else menu
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=value)
            self.paths[name] = path
            names.append(name)
        self.groups.append((title, names))

    def changed_tree(self, tree: Tree) -> Tree:
        """Write what was chosen into a copy of the tree that the form was made with."""
        for name, path in self.paths.items():
            place: Any = tree
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = self.cleaned_data[name]
        return tree

    def shown(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups if names]


class ImportForm(forms.Form):
    """A file from somebody's own machine; what is in it is read by `helpline.kernel.yaml_tree`."""

    file = forms.FileField(
        label="Script file",
        help_text="YAML, at most 1 MB.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another one"},
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )

    LONGEST = 1_000_000

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["file"]
        if file.size > self.LONGEST:
            raise forms.ValidationError(f"The file is {file.size / 1e6:.1f} MB: 1 MB at most")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not UTF-8 text") from None


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(tree: Tree, path: tuple[Any, ...]) -> str:
    """Return how a place in the file is called on the page."""
    if path[0] == "start":
        return "Every talk begins with"
    if path[0] == "scripts":
        return str(tree["scripts"][path[1]].get("title", ""))
    if path[0] == "interrupts":
        cue = cue_label(tree["interrupts"][path[1]].get("cue", ""))
        return cue if path[2] == "to" else f"{cue}, once that was asked"
    kind, *answers = map(str, path[1:])
    return ": ".join([spoken(kind), *(cue_label(answer).lower() for answer in answers)])
