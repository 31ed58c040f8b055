"""Forms on which people sign in, and on which administrators add people and teams."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Language, Team, User


class SignInForm(LoginForm):
    """Sign-in with nothing between the two fields: Tab leads from one to the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PersonForm(forms.ModelForm[User]):
    """A person, his roles, teams and languages. The password is set by the person, through the mail he gets."""

    answers_in = forms.MultipleChoiceField(label=_("Answers in"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = User
        fields = ("name", "email", "language", "answers_in", "teams", "is_agent", "is_editor", "is_lead", "is_admin", "is_active")
        widgets: ClassVar[dict[str, Any]] = {"teams": forms.CheckboxSelectMultiple}

    def clean_email(self) -> str:
        """Keep addresses in lower case, as sign-in compares them."""
        return str(self.cleaned_data["email"]).lower()


class TeamForm(forms.ModelForm[Team]):
    """A team: its name and its signature in each language."""

    class Meta:
        model = Team
        fields = ("key", "position", "is_active")
        labels: ClassVar[dict[str, Any]] = {"key": _("Key"), "position": _("Position in lists"), "is_active": _("Takes questions")}
        help_texts: ClassVar[dict[str, Any]] = {"key": _("The name the classifier knows the team by: small letters, digits and hyphens.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Language.choices:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name – %(language)s") % {"language": label}, max_length=80, initial=self.instance.names.get(code, "")
            )
        for code, label in Language.choices:
            self.fields[f"signature_{code}"] = forms.CharField(
                label=_("Signature – %(language)s") % {"language": label},
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
                initial=self.instance.signatures.get(code, ""),
            )

    def texts(self, field: str) -> dict[str, str]:
        """Return the cleaned texts of `name` or `signature` by language."""
        return {code: self.cleaned_data[f"{field}_{code}"] for code, _label in Language.choices if self.cleaned_data[f"{field}_{code}"]}
