"""Forms of the directory: the filters, and one administration in four languages. They check what was typed and decide nothing."""

from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.answers.bodies import BY_LANGUAGE
from helpdesk.answers.directory import Filters
from helpdesk.answers.models import Answer, Body
from helpdesk.people.models import Language

ADDRESSES = ("web", "forms")
LABELS = {
    "names": gettext_lazy("Name"),
    "does": gettext_lazy("What it does"),
    "at_hand": gettext_lazy("What to have at hand"),
    "web": gettext_lazy("Web address"),
    "forms": gettext_lazy("Address of its contact form"),
}


class DirectoryFilterForm(forms.Form):
    """What the directory is narrowed to."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False, choices=[("", gettext_lazy("all")), *Answer.Topic.choices])
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False, choices=[("", gettext_lazy("all")), *Body.Level.choices])
    stale = forms.BooleanField(label=gettext_lazy("Not checked for a year"), required=False)

    def filters(self) -> Filters:
        """Return what was chosen; a value that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(**{name: chosen[name] for name in self.fields if name in chosen})


class BodyForm(forms.ModelForm[Body]):
    """One administration; what stands in four languages has a field in each."""

    topics = forms.MultipleChoiceField(label=gettext_lazy("Topics"), choices=Answer.Topic.choices, widget=forms.CheckboxSelectMultiple, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages it answers in"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opened_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Body
        fields = ("key", "level", "topics", "languages", "phone", "email", "handover_email", "checked_on", "is_active")
        widgets: ClassVar[dict[str, Any]] = {"checked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar[dict[str, Any]] = {
            "key": gettext_lazy("A short name without spaces, such as fps-finance."),
            "handover_email": gettext_lazy("Only after an agreement with the administration. Without it no question is passed on."),
        }

    def __init__(self, body: Body | None, data: Any = None) -> None:
        initial = {f"{name}-{code}": getattr(body, name).get(code, "") for name in BY_LANGUAGE for code in Language.values} if body else {}
        initial["opened_version"] = body.version if body else 0
        super().__init__(data, instance=body, initial=initial)
        for name in BY_LANGUAGE:
            for code in Language.values:
                self.fields[f"{name}-{code}"] = _field(name, code)
        if body:
            del self.fields["key"]

    @property
    def general(self) -> list[BoundField]:
        """The fields that stand once."""
        return [self[name] for name in self.Meta.fields if name in self.fields]

    @property
    def by_language(self) -> list[tuple[str, str, list[BoundField]]]:
        """Each language with its label and its fields."""
        return [(code, str(label), [self[f"{name}-{code}"] for name in BY_LANGUAGE]) for code, label in Language.choices]

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(typed.get(f"names-{code}") for code in Language.values):
            self.add_error(f"names-{Language.NL.value}", _("Write the name in at least one language."))
        return typed

    def changes(self) -> dict[str, Any]:
        """Return what was typed, by the names of the rows' fields."""
        typed = self.cleaned_data
        words = {name: {code: text for code in Language.values if (text := typed[f"{name}-{code}"])} for name in BY_LANGUAGE}
        return {**{name: typed[name] for name in self.Meta.fields if name in typed}, **words}


def _field(name: str, code: str) -> forms.CharField:
    if name in ADDRESSES:
        return forms.URLField(label=LABELS[name], required=False, max_length=500, assume_scheme="https")
    widget = forms.TextInput(attrs={"lang": code}) if name == "names" else forms.Textarea(attrs={"rows": 3, "lang": code})
    return forms.CharField(label=LABELS[name], required=False, max_length=200 if name == "names" else 1000, widget=widget)
