"""The three forms of the page about embedding: how the button is to be, a site, a policy."""

from django import forms

from helpline.embedding.code import LONGEST_LABEL, Choice
from helpline.embedding.policies import LONGEST


class ChoiceForm(forms.Form):
    """How the button is to be; by GET, nothing of it is kept."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label="Where the chat opens",
        choices=[("tab", "In the same tab: the safer way"), ("frame", "In a frame on your page")],
        widget=forms.RadioSelect,
        required=False,
    )
    language = forms.ChoiceField(
        label="Language", choices=[("en", "English"), ("cy", "Cymraeg")], required=False
    )
    label = forms.CharField(
        label="Other words on the button (if you like)",
        required=False,
        max_length=LONGEST_LABEL,
        error_messages={"max_length": f"Keep the words on the button to {LONGEST_LABEL} letters."},
    )

    def choice(self) -> Choice:
        """Return what was chosen; what cannot be used is left out."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Choice(
            framed=said.get("way") == "frame",
            language=said.get("language") or "en",
            label=" ".join((said.get("label") or "").split()),
        )


class SiteForm(forms.Form):
    """One site. What is wrong with it, the service says."""

    use_required_attribute = False
    origin = forms.CharField(
        label="Address of the site",
        help_text="Such as https://www.example.org. With and without “www” are two sites.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
    )


class PolicyForm(forms.Form):
    """What a browser shows of a site's policy."""

    use_required_attribute = False
    policy = forms.CharField(
        label="The policy, as you copied it",
        max_length=LONGEST,
        error_messages={
            "required": "Paste what you copied. If your browser shows no such line, your site has no policy, "
            "and lets the chat in.",
            "max_length": "That is more than a policy can be. Paste the one line alone.",
        },
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )
