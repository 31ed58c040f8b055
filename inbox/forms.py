"""The citizen's forms: they check and keep what was typed, and do nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models import Answer
from helpdesk.people.models import Language
from inbox.models import Question

LONGEST_QUESTION = 20_000


class AskForm(forms.Form):
    """A citizen's question."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Do not write your national register number, bank account or card number."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write your question."),
            "max_length": _("Your question has %(show_value)d characters; at most %(limit_value)d fit. Shorten it or add the rest as a file."),
        },
    )
    subject = forms.CharField(label=_("Subject"), required=False, max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the answer to this address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address, such as name@example.be."),
            "invalid": _("Enter an e-mail address such as name@example.be."),
        },
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    topic = forms.ChoiceField(label=_("What is it about?"), required=False, choices=[("", _("I do not know")), *Answer.Topic.choices])
    asker = forms.ChoiceField(
        label=_("You ask as"), choices=[("citizen", _("Citizen")), ("company", _("Company or organisation"))], widget=forms.RadioSelect, initial="citizen"
    )
    postcode = forms.RegexField(
        label=_("Postcode of the company"),
        help_text=_("Only for companies: the law links the language of our answer to the place."),
        regex=r"^\s*[1-9][0-9]{3}\s*$",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "input-short"}),
        error_messages={"invalid": _("Enter a Belgian postcode of four digits, such as 1000.")},
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=Language.choices)

    def clean(self) -> dict[str, Any]:
        """Ask companies for their postcode."""
        data = super().clean() or {}
        if data.get("asker") == Question.Asker.COMPANY and not data.get("postcode") and "postcode" not in self.errors:
            self.add_error("postcode", _("Enter the postcode of your company, such as 1000."))
        data["postcode"] = (data.get("postcode") or "").strip()
        return data


class AddForm(forms.Form):
    """One more message on the follow-up page."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message.")},
    )


class RateForm(forms.Form):
    """The citizen's verdict."""

    was_clear = forms.ChoiceField(label=_("Was the answer clear?"), choices=Question.Rating.choices, required=False, widget=forms.RadioSelect)
    knows_what_next = forms.ChoiceField(label=_("Do you know what to do next?"), choices=Question.Rating.choices, required=False, widget=forms.RadioSelect)
    rating_text = forms.CharField(label=_("Anything to add?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class LostLinkForm(forms.Form):
    """A citizen who lost his link."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address, such as name@example.be."),
            "invalid": _("Enter an e-mail address such as name@example.be."),
        },
    )
