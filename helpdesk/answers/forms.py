"""Forms of the editor: what an answer is, and its words in each language. They check what was typed and decide nothing."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.answers import citing, rendering
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, Snippet, WordingVersion
from helpdesk.answers.selectors import Filters
from helpdesk.answers.snippets import Typed
from helpdesk.answers.versions import WORDS
from helpdesk.people.models import Language, User

SHOWN = [
    ("mine", gettext_lazy("that are mine")),
    ("waiting", gettext_lazy("waiting for approval")),
    ("behind", gettext_lazy("with a translation that is behind")),
    ("flagged", gettext_lazy("to be checked")),
    ("expiring", gettext_lazy("at their end within 30 days")),
    ("used", gettext_lazy("most used")),
    ("unused", gettext_lazy("never used")),
    ("disliked", gettext_lazy("disliked")),
]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all")), *Answer.State.choices])
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False, choices=[("", gettext_lazy("all")), *Answer.Topic.choices])
    show = forms.ChoiceField(label=gettext_lazy("Only"), required=False, choices=[("", gettext_lazy("all")), *SHOWN])
    missing = forms.ChoiceField(label=gettext_lazy("Language missing"), required=False, choices=[("", gettext_lazy("any")), *Language.choices])

    def filters(self) -> Filters:
        """Return what was chosen; a value that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(**{name: chosen.get(name, "") for name in self.fields})


class AnswerForm(forms.ModelForm[Answer]):
    """Topic, owner, sources and dates."""

    sources = forms.CharField(
        label=gettext_lazy("Sources"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The official pages it rests on, one a line: the link, then its title. Citizens see the first one."),
    )

    class Meta:
        model = Answer
        fields = ("topic", "source_language", "owner", "valid_until", "review_on", "publish_at", "is_public")
        widgets: ClassVar[dict[str, Any]] = {
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "publish_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "valid_until": gettext_lazy("After this day the answer is no longer offered. Leave empty if it has no end."),
            "review_on": gettext_lazy("After this day an editor is asked to check it."),
            "publish_at": gettext_lazy("An answer that was approved before is published at this moment."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(Q(is_editor=True) | Q(is_lead=True), is_active=True)  # type: ignore[attr-defined]
        self.fields["source_language"].required = False
        if self.instance.pk:
            self.initial["sources"] = citing.written(self.instance)

    def clean_sources(self) -> str:
        """Refuse a line that does not begin with a link."""
        typed = str(self.cleaned_data["sources"])
        try:
            citing.read(typed)
        except citing.BadLink as error:
            sentence = _("“%(line)s” does not begin with a link. Begin each line with https://.")
            raise forms.ValidationError(sentence, params={"line": error.line}) from error
        return typed

    def clean_source_language(self) -> str:
        """Return the language it was written in first; Dutch where nothing was said."""
        return str(self.cleaned_data["source_language"] or self.instance.source_language)

    def details(self) -> Details:
        """Return what was typed."""
        return replace(Details.of(self.instance), **{name: self.cleaned_data[name] for name in self.Meta.fields}, sources=self.cleaned_data["sources"])


class WordingForm(forms.Form):
    """The words in one language: all empty for a language that has none yet, title and text together otherwise."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    text = forms.CharField(label=gettext_lazy("Text"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 12, "data-source": ""}))
    short_text = forms.CharField(
        label=gettext_lazy("Short text"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Goes out where there is room for a few lines only, with a link to the full text. Up to 500 characters."),
    )
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"), max_length=300, required=False, help_text=gettext_lazy("Words that citizens use, separated by commas.")
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    source_seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    stays_behind = forms.BooleanField(label=gettext_lazy("A small repair: the text does not say the same as its source yet"), required=False)

    def __init__(self, language: str, newest: WordingVersion | None, data: Any = None, *, source: WordingVersion | None = None) -> None:
        initial: dict[str, Any] = {name: getattr(newest, name) for name in WORDS} if newest else {}
        initial |= {"version": newest.number if newest else 0, "source_seen": source.number if source else None}
        super().__init__(data, prefix=language, initial=initial)
        self.language, self.label, self.newest = language, Language(language).label, newest
        for name in WORDS:
            self.fields[name].widget.attrs["lang"] = language
        for name, sentence in self._sentences().items():
            self.fields[name].required = newest is not None
            self.fields[name].error_messages["required"] = sentence

    def clean_text(self) -> str:
        """Keep one kind of line end and refuse variables that nothing fills."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        return self._known(text)

    def clean_short_text(self) -> str:
        """Keep one kind of line end and refuse variables that nothing fills."""
        return self._known(str(self.cleaned_data["short_text"]).replace("\r\n", "\n"))

    def clean_title(self) -> str:
        """Refuse variables that nothing fills."""
        return self._known(str(self.cleaned_data["title"]))

    def clean(self) -> dict[str, Any]:
        """Ask for title and text of a new wording once one of its fields is filled."""
        typed = self.cleaned_data
        if any(typed.get(name) for name in WORDS):
            for name, sentence in self._sentences().items():
                if name not in self.errors and not typed.get(name):
                    self.add_error(name, sentence)
        return typed

    def words(self) -> Words | None:
        """Return what was typed, None if nothing was."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in WORDS}
        if not typed["text"]:
            return None
        return Words(**words, opened_version=typed["version"] or 0, source_seen=typed["source_seen"], is_level=not typed["stays_behind"])

    @staticmethod
    def _sentences() -> dict[str, str]:
        """Return what is said when the field is empty that should not be."""
        return {"title": _("Write a title in this language."), "text": _("Write the text in this language.")}

    def _known(self, text: str) -> str:
        if names := rendering.unknown(text):
            raise forms.ValidationError(unknown_sentence(names))
        return text


KEY_TAKEN = gettext_lazy("Another snippet has this key. Choose another one.")


class SnippetForm(forms.ModelForm[Snippet]):
    """A snippet with a text for each language; at least one is needed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Snippet
        fields = ("key", "kind", "position", "is_active")
        error_messages: ClassVar[dict[str, Any]] = {"key": {"unique": KEY_TAKEN}}
        help_texts: ClassVar[dict[str, Any]] = {
            "key": gettext_lazy("A short name in small letters, such as formal-greeting. Agents read it where a text is missing."),
            "position": gettext_lazy("Lower numbers stand first in the menu."),
        }

    def __init__(self, snippet: Snippet | None, data: Any = None) -> None:
        super().__init__(data, instance=snippet, initial={"version": snippet.version if snippet else 0})
        for code, label in Language.choices:
            widget = forms.Textarea(attrs={"rows": 5, "lang": code})
            initial = snippet.texts.get(code, "") if snippet else ""
            self.fields[f"{code}-text"] = forms.CharField(label=str(label).capitalize(), required=False, max_length=5000, widget=widget, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse variables that nothing fills, and a snippet without any text."""
        typed = super().clean() or self.cleaned_data
        for code in Language.values:
            if names := rendering.unknown(typed.get(f"{code}-text", "")):
                self.add_error(f"{code}-text", unknown_sentence(names))
        if not self.errors and not any(self._texts().values()):
            self.add_error(f"{Language.NL}-text", _("Write the text in at least one language."))
        return typed

    def typed(self) -> Typed:
        """Return what was typed."""
        typed = self.cleaned_data
        return Typed(**{name: typed[name] for name in self.Meta.fields}, texts=self._texts(), opened_version=typed["version"] or 0)

    def _texts(self) -> dict[str, str]:
        return {code: str(self.cleaned_data.get(f"{code}-text", "")).replace("\r\n", "\n").strip() for code in Language.values}


def unknown_sentence(names: list[str]) -> str:
    """Return what is said of variables that nothing fills: which, and what there is."""
    known = ", ".join(f"{{{name}}}" for name in rendering.VARIABLES)
    return _("Nothing fills {%(unknown)s}. Use one of these: %(known)s.") % {"unknown": names[0], "known": known}
