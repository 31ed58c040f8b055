"""What happened to an answer, and what stands against publishing it, in words for the pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from helpdesk.answers.editing import OnlyInReplies
from helpdesk.answers.models import Answer, AnswerEvent, ImportRow
from helpdesk.people.models import Language


def numbers_in_words(kinds: Iterable[str]) -> str:
    """Return the kinds of numbers that were found, in words."""
    words = {"iban": _("a bank account number"), "national": _("a national register number"), "card": _("a card number")}
    return ", ".join(words[kind] for kind in kinds if kind in words)


def only_in_replies(error: OnlyInReplies) -> str:
    """Return why a text cannot stand in the help centre, and what to do."""
    sentence = _(
        "The text in %(language)s holds %(names)s. In the help centre there is nothing to put there: everybody reads it. "
        "Take it out, or keep the answer out of the help centre."
    )
    return sentence % {"language": _language(error.language), "names": ", ".join(f"{{{name}}}" for name in error.names)}


def told(event: AnswerEvent) -> str:
    """Return what an event says, without who and when."""
    data: dict[str, Any] = event.data
    values = {"language": _language(data.get("language")), "version": data.get("version", "")}
    kinds = AnswerEvent.Kind
    if event.kind == kinds.STATE:
        return _("made it: %(state)s") % {"state": Answer.State(data["after"]).label}
    if event.kind == kinds.FLAGGED:
        return _("to be checked: %(why)s") % {"why": Answer.Flag(data["why"]).label}
    sentences = {
        kinds.WRITTEN: _("wrote version %(version)s in %(language)s"),
        kinds.DETAILS: _("changed the details"),
        kinds.APPROVED: _("approved the texts"),
        kinds.CONFIRMED: _("confirmed without change: %(language)s"),
        kinds.CHECKED: _("checked the sources"),
        kinds.COMMENT: _("commented"),
    }
    return sentences[kinds(event.kind)] % values


def _language(code: str | None) -> str:
    return str(Language(code).label) if code in Language.values else ""


def problem(row: ImportRow) -> str:
    """Return why a row of a file cannot be taken over, and what to do."""
    sentences = {
        "no_text": _("It has no text in any language. Write a title and a text in at least one."),
        "no_answer": _("There is no answer with the number “%(about)s”. Leave the number empty to make a new one."),
        "topic": _("“%(about)s” is no topic. Use the codes as an exported file has them, such as taxes or family."),
        "language": _("“%(about)s” is no language of the desk. Use nl, fr, de or en."),
        "day": _("“%(about)s” is no date. Write it as 2026-12-31."),
        "yes": _("“%(about)s” is neither yes nor no."),
        "link": _("“%(about)s” does not begin with a link. Begin each source with https://."),
        "no_title": _("The title is missing (%(about)s)."),
        "no_text_in": _("The text is missing (%(about)s)."),
        "long": _("Too long: %(about)s characters."),
        "variable": _("Nothing fills %(about)s. Use {citizen}, {reference}, {agent} or {team}."),
        "only_in_replies": _("In the help centre there is nothing to put for %(about)s. Take it out, or set is_public to no."),
        "numbers": _("The text holds a bank account, card or national register number (%(about)s). Take it out."),
        "edited": _("Somebody changed it since the file was checked (%(about)s). Import the file again."),
    }
    return sentences[row.problem] % {"about": row.about} if row.problem in sentences else row.about


def unreadable(why: str) -> str:
    """Return why a file cannot be read, and what to do."""
    sentences = {
        "kind": _("This is no CSV, JSON or ZIP file. Export the answers once to see the form."),
        "text": _("The file is not written in UTF-8. Save it again as “CSV UTF-8”."),
        "shape": _("The file does not have the form of an exported one. Export the answers once to see it."),
        "size": _("The file is too large. Split it into smaller ones."),
        "empty": _("There are no answers in the file."),
    }
    return sentences[why]
