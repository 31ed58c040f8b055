"""The work on answers that nobody asks for: what the clock rings."""

from dataclasses import replace
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from helpdesk.answers import editing, life
from helpdesk.answers.models import Answer
from helpdesk.answers.transfer import runs
from helpdesk.people.models import User
from inbox import tasks


def _answer(by: User) -> Answer:
    return editing.save(None, by, editing.Details("taxes"), {"en": editing.Words("Tax", "Text")})


def test_the_sweep_publishes_what_was_approved_for_now(eduardo: User, lena: User) -> None:
    answer = _answer(eduardo)
    editing.save(answer, eduardo, replace(editing.Details.of(answer), publish_at=timezone.now() + timedelta(hours=1)), {})
    life.approve(answer, lena)
    Answer.objects.update(publish_at=timezone.now())
    tasks.sweep()
    assert Answer.objects.get().state == Answer.State.PUBLISHED


def test_the_morning_flags_and_reminds(eduardo: User) -> None:
    answer = life.publish(_answer(eduardo), None)
    Answer.objects.filter(pk=answer.pk).update(owner=eduardo, review_on=timezone.localdate() - timedelta(days=1))
    tasks.remind_owners()
    assert [sent.subject for sent in mail.outbox] == ["1 reusable answer needs you"]


def test_the_night_asks_nobody_where_no_host_is_listed(eduardo: User) -> None:
    life.publish(_answer(eduardo), None)
    tasks.look_at_sources()
    assert Answer.objects.get().flag == ""


def test_a_task_takes_an_import_through(eduardo: User) -> None:
    run = runs.start(eduardo, "a.json", b'[{"topic": "taxes", "wordings": {"en": {"title": "A", "text": "B"}}}]')
    tasks.import_answers(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done) == ("checked", 1)
