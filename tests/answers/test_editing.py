"""Writing reusable answers."""

import pytest

from helpdesk.answers import drafts, editing, life, timeline
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, Wording, WordingVersion
from helpdesk.people.models import User

from .conftest import TAX, Write


def test_a_new_answer_is_a_draft_with_a_first_version_by_its_writer(write: Write, eduardo: User) -> None:
    answer = write(TAX, is_published=False)
    assert answer.state == Answer.State.DRAFT
    versions = WordingVersion.objects.filter(wording__answer=answer)
    assert [(each.number, each.written_by) for each in versions] == [(1, eduardo), (1, eduardo)]


def test_a_change_adds_a_version_and_keeps_the_old_text(alone: None, tax: Answer, lena: User) -> None:
    editing.save(tax, lena, Details("taxes"), {"en": Words("Your refund", "New text.", "tax", 1)})
    wording = tax.wordings.get(language="en")
    assert (wording.version, wording.updated_by) == (2, lena)
    assert [each.text for each in wording.versions.all()] == ["New text.", TAX["en"].text]


def test_saving_the_same_words_makes_no_version(tax: Answer, lena: User) -> None:
    editing.save(tax, lena, Details("taxes"), {"en": TAX["en"]})
    assert tax.wordings.get(language="en").version == 1


def test_the_second_of_two_editors_is_told_and_both_texts_are_kept(tax: Answer, lena: User, eduardo: User) -> None:
    editing.save(tax, lena, Details("taxes"), {"en": Words("A", "Lena's text", "", 1)})
    with pytest.raises(editing.EditedMeanwhile) as stopped:
        editing.save(tax, eduardo, Details("family"), {"en": Words("B", "Eduardo's text", "", 1), "fr": Words("C", "Texte")})
    conflict = stopped.value.conflicts["en"]
    assert (conflict.theirs.text, conflict.mine.text) == ("Lena's text", "Eduardo's text")
    tax.refresh_from_db()
    assert tax.topic == "taxes"
    assert not tax.wordings.filter(language="fr").exists()


def test_two_editors_who_add_the_same_language_do_not_overwrite_each_other(tax: Answer, lena: User, eduardo: User) -> None:
    editing.save(tax, lena, Details("taxes"), {"fr": Words("A", "Un")})
    with pytest.raises(editing.EditedMeanwhile):
        editing.save(tax, eduardo, Details("taxes"), {"fr": Words("B", "Deux", "", 0)})


def test_a_save_that_slips_in_between_reading_and_writing_is_not_overwritten(tax: Answer, lena: User, eduardo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change = editing._change

    def late(row: Wording, typed: Words, changes: dict[str, object]) -> Wording | None:
        Wording.objects.filter(pk=row.pk).update(version=2)
        WordingVersion.objects.create(wording=row, number=2, title="Tax", text="Lena's text")
        return change(row, typed, changes)

    monkeypatch.setattr(editing, "_change", late)
    drafts.keep(tax, "en", eduardo, {"text": "Eduardo's text"}, 1)
    with pytest.raises(editing.EditedMeanwhile) as stopped:
        editing.save(tax, eduardo, Details("taxes"), {"en": Words("B", "Eduardo's text", "", 1)})
    assert (stopped.value.conflicts["en"].mine.text, drafts.of(tax, eduardo)["en"].words["text"]) == ("Eduardo's text", "Eduardo's text")


def test_a_variable_that_nothing_fills_is_refused(tax: Answer, lena: User) -> None:
    with pytest.raises(editing.UnknownVariable) as refused:
        editing.save(tax, lena, Details("taxes"), {"en": Words("A", "Dear {citizen} of {town}", "", 1)})
    assert refused.value.names == ["town"]


def test_an_answer_without_words_is_not_published(lena: User) -> None:
    answer = editing.save(None, lena, Details("taxes"), {})
    with pytest.raises(life.NothingToPublish):
        life.publish(answer, None)


def test_a_restored_version_becomes_the_newest(tax: Answer, lena: User) -> None:
    editing.save(tax, lena, Details("taxes"), {"en": Words("A", "New", "", 1)})
    wording = editing.restore(tax.wordings.get(language="en"), 1, lena)
    assert (wording.version, wording.versions.get(number=3).text) == (3, TAX["en"].text)


def test_saving_does_not_bring_back_a_state_that_changed_meanwhile(tax: Answer, lena: User) -> None:
    life.retire(Answer.objects.get(pk=tax.pk), None)
    editing.save(tax, lena, Details("taxes"), {})
    assert Answer.objects.get(pk=tax.pk).state == Answer.State.RETIRED


def test_the_timeline_says_who_wrote_and_who_published(tax: Answer, eduardo: User) -> None:
    life.retire(tax, eduardo)
    told = [(each.kind, each.actor, each.data) for each in timeline.of(tax)]
    assert told[0] == ("state", eduardo, {"before": "published", "after": "retired"})
    assert {each[2]["language"] for each in told if each[0] == "written"} == {"en", "nl"}


def test_the_short_text_has_versions_too(tax: Answer, eduardo: User) -> None:
    words = Words("Tax", "FPS Finance knows.", "tax", 1, "Ask FPS Finance.")
    editing.save(tax, eduardo, Details.of(tax), {"en": words})
    assert tax.wordings.get(language="en").versions.get(number=2).short_text == "Ask FPS Finance."
