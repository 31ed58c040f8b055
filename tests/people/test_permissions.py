"""Who may do what."""

from django.test import Client

from helpdesk.people.models import User
from helpdesk.people.permissions import may, may_see, visible
from inbox.models import Question


def test_an_administrator_alone_sees_no_question(ada: User, question: Question) -> None:
    assert not may_see(ada, question)
    assert not visible(ada, Question.objects.all()).exists()


def test_an_agent_sees_questions_of_other_teams(otto: User, question: Question) -> None:
    assert may_see(otto, question)


def test_a_restricted_question_is_for_leads_and_its_holder(ana: User, otto: User, lena: User, question: Question) -> None:
    Question.objects.update(is_restricted=True, assignee=ana)
    question.refresh_from_db()
    assert [may_see(person, question) for person in (ana, otto, lena)] == [True, False, True]
    assert not visible(otto, Question.objects.all()).exists()


def test_a_person_who_left_may_nothing(ana: User) -> None:
    ana.is_active = False
    assert not may(ana, "see_inbox")


def test_an_editor_is_kept_out_of_the_people_pages(client: Client, eduardo: User) -> None:
    client.force_login(eduardo)
    assert client.get("/desk/people/").status_code == 403
