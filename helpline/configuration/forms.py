"""A file of the configuration as somebody hands it in: chosen, or pasted."""

from typing import Any

from django import forms


class FileForm(forms.Form):
    """One of both; what is in it is read by `helpline.configuration.reading`."""

    file = forms.FileField(
        label="File",
        help_text="Such as helpline-configuration.yaml, 1 MB at most.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "configuration-text"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse neither and both."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "").strip()
        if file and text:
            self.add_error("text", "Choose a file or paste its text, not both")
        if not file and not text:
            self.add_error("file", "Choose a file, or paste its text below")
        return self.cleaned_data

    def content(self) -> bytes:
        """Return what was handed in."""
        if file := self.cleaned_data.get("file"):
            held: bytes = file.read()
            return held
        return unix(self.cleaned_data["text"]).encode()


def unix(text: str) -> str:
    """Return a text with the line ends that it had before a browser sent it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
