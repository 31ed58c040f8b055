"""The desk's lists: what each view holds, how they are paged, and what they cost."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.people.models import Team, User
from inbox import selectors, triage, work
from inbox.models import Question
from tests.conftest import Ask, at_most


@pytest.fixture
def many(ask: Ask, editorial: Team) -> list[Question]:
    """Sixty of Carla's questions, each due an hour after the one before."""
    found = [ask(f"Question {number} about the brochure", number=number).question for number in range(60)]
    for number, question in enumerate(found):
        Question.objects.filter(pk=question.pk).update(team=editorial, due_at=timezone.now() + timedelta(hours=number))
    return found


def test_a_list_is_paged_by_key_and_holds_each_question_once(many: list[Question], ana: User) -> None:
    first = selectors.page("everyone", ana)
    second = selectors.page("everyone", ana, first.after)
    assert [row.pk for row in [*first.questions, *second.questions]] == [row.pk for row in many]
    assert second.after == ""


@pytest.mark.parametrize("key", ["x", "0_x_1", "9" * 50, "0__", "0_2026-01-01T00:00:00_1"])
def test_a_key_that_makes_no_sense_loses_nothing(many: list[Question], ana: User, key: str) -> None:
    assert selectors.page("everyone", ana, key).questions


@pytest.mark.parametrize("path", ["/desk/view/everyone/", "/desk/view/team/", "/desk/view/everyone/rows/", "/desk/view/closed/"])
def test_a_list_costs_at_most_eight_queries(client: Client, many: list[Question], ana: User, path: str) -> None:
    client.force_login(ana)
    with at_most(8):
        assert client.get(path).status_code == 200


def test_each_view_holds_its_own(question: Question, ana: User, otto: User, editorial: Team, online: Team) -> None:
    assert _views(ana) == {"sort", "everyone"}
    triage.move(question, editorial, ana)
    assert (_views(ana), _views(otto)) == ({"team", "everyone"}, {"everyone"})
    work.claim(question, otto)
    assert _views(otto) == {"mine", "everyone"}
    work.note(question, otto, "@ana please look")
    assert _views(ana) == {"team", "everyone", "mentions"}
    work.set_state(question, "closed", ana)
    assert _views(ana) == {"closed", "mentions"}


def test_counting_stops(many: list[Question], ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "COUNTED_TO", 10)
    assert selectors.desk(ana).counters["everyone"] == 10


def _views(user: User) -> set[str]:
    return {view for view in selectors.VIEWS if selectors.page(view, user).questions}


def test_the_second_page_refreshes_itself_from_its_own_key(client: Client, many: list[Question], ana: User) -> None:
    after = selectors.page("everyone", ana).after
    client.force_login(ana)
    page = client.get("/desk/view/everyone/", {"after": after}).content.decode()
    assert f'data-url="/desk/view/everyone/rows/?after={quote(after)}"' in page
