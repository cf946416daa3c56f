"""The forms of the staff accounts pages."""

from typing import Self

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from helpline.kernel.errors import HelplineError
from helpline.staff.errors import UsernameTaken
from helpline.staff.models import Account
from helpline.staff.roles import Role
from helpline.staff.skills import LANGUAGE, MOST_SKILLS, SKILLS, is_skill, language_skill

ROLES = {
    Role.HANDLER: "Handler: takes contacts and reads their own",
    Role.SUPERVISOR: "Supervisor: also follows contacts, sees figures, sets hours, programmes and scripts",
    Role.ANALYST: "Analyst: sees released figures only",
    Role.ADMIN: "Admin: sets hours, programmes and staff; reads no contact",
}


class AnsweredForm(forms.Form):
    """A form that can also carry the refusal of a service."""

    def refuse(self, refusal: HelplineError) -> None:
        """Put the refusal beside the fields it is about, else above the form."""
        beside = {"username": refusal.message} if isinstance(refusal, UsernameTaken) else {}
        texts: dict[str, str] = refusal.extra.get("fields") or beside
        for name, text in texts.items():
            self.add_error(name if name in self.fields else None, text)
        if not texts:
            self.add_error(None, refusal.message)


class RoleForm(AnsweredForm):
    role = forms.ChoiceField(
        choices=[(role.value, words) for role, words in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role", "invalid_choice": "Choose one of the roles"},
    )


class SkillsForm(AnsweredForm):
    """What somebody is trained for; languages beside Welsh are typed, so that any can be named."""

    skills = forms.MultipleChoiceField(
        required=False,
        label="Trained for, or able to do",
        choices=list(SKILLS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    languages = forms.CharField(
        required=False,
        label="Other languages",
        max_length=300,
        help_text="In English, with commas between them: Polish, Urdu, British Sign Language.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the form as it stands for this account."""
        others = [skill for skill in account.skills if skill not in SKILLS]
        names = ", ".join(skill.removeprefix(LANGUAGE).title() for skill in others)
        return cls(initial={"skills": account.skills, "languages": names})

    def clean_languages(self) -> list[str]:
        """Return the languages as skills."""
        names = [name for name in self.cleaned_data["languages"].split(",") if name.strip()]
        wrong = [name.strip() for name in names if not is_skill(language_skill(name))]
        if wrong:
            raise forms.ValidationError(f"Write languages in letters, up to 30 each: {', '.join(wrong)}")
        skills = [language_skill(name) for name in names]
        if len({*skills, *self.cleaned_data.get("skills", [])}) > MOST_SKILLS:
            raise forms.ValidationError(f"Give at most {MOST_SKILLS} skills to one account")
        return skills

    def chosen(self) -> list[str]:
        """Return all skills of a valid form, once each, those of the list in its order."""
        listed = [skill for skill in SKILLS if skill in self.cleaned_data["skills"]]
        return list(dict.fromkeys([*listed, *self.cleaned_data["languages"]]))


class AddForm(RoleForm):
    username = forms.CharField(
        max_length=Account._meta.get_field("username").max_length,
        help_text="One word without spaces, such as joan.smith. They sign in with it; callers never see it.",
        validators=[
            UnicodeUsernameValidator(
                message="Use one word without spaces, such as joan.smith: letters, digits, dots and hyphens"
            )
        ],
        error_messages={"required": "Enter a username"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    display_name = forms.CharField(
        label="Name shown to callers",
        max_length=Account._meta.get_field("display_name").max_length,
        initial="Adviser",
        help_text="The name of a role, such as Adviser; never a person’s own name.",
        error_messages={"required": "Enter the name that callers see"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("username", "display_name", "role")
