"""Every address of the desk as every role: who is not meant to be there is refused on the server, whatever the method."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from helpdesk.people.models import User
from helpdesk.people.permissions import ABILITIES
from inbox.models import Question

ROLES = ("", "is_agent", "is_editor", "is_lead", "is_admin")
OPEN_TO_ALL = {
    "home", "set_language", "ask", "suggest", "asked", "lost_link", "follow", "follow_add", "follow_solved", "follow_withdraw", "follow_file",
    "follow_consent", "handover", "handover_file",
    "schema", "api_docs", "hook", "join", "algorithm", "robots", "sitemap", "sitemap_part",
    "widget", "api_answers", "api_answer", "centre", "centre_search", "centre_feed", "centre_vote", "centre_answer", "centre_theme",
}  # fmt: skip
BY_TOKEN = {"api_questions", "api_question"}
NEEDS = {
    "see_inbox": {
        "desk_search", "presence", "desk_view", "desk_rows", "question", "pane", "thread", "beside",
        "reply", "undo", "retry", "settle", "preview", "draft", "insertion",
        "snippet_insertion",
        "question_answers", "put_back", "set_aside", "question_file", "claim", "release", "assign", "move", "state", "tags", "service", "note",
        "question_language", "promise", "revoke_link", "reveal", "hide", "mail_page", "merge", "part", "surges", "incidents", "incident",
        "incident_questions", "broadcast_progress", "question_incident", "question_take_out", "twin", "twin_part", "what_if", "precedents", "reply_files",
        "refer", "refer_ask", "referral_revoke", "care", "answer_sent", "answer_recalls", "recall",
    },
    "read_answers": {"answers", "answer", "answer_history", "answer_check", "answer_needed", "answers_late", "bodies", "body", "body_history"},
    "edit_answers": {
        "answer_new", "answer_preview", "answer_edit", "answer_state", "answer_restore", "answers_missing", "gap_settle", "snippets", "snippet_new", "snippet",
        "body_new", "body_edit", "body_check", "body_restore", "answer_figures", "answer_figures_csv",
        "answer_new_draft", "answer_new_discard", "answer_draft", "answer_discard", "answer_here", "answer_comment", "answer_comment_resolve",
        "answer_confirm", "answer_checked", "answers_import", "answers_import_run", "answers_import_progress", "answers_import_write", "answers_export",
    },
    "answer": {"broadcast_write", "broadcast_discard", "recall_open", "recall_write"},
    "lead": {
        "sources", "source_again", "source", "incident_new", "incident_close", "surge_dismiss", "surge_restore", "surge_join", "broadcast_approve",
        "broadcast_undo", "broadcast_retry", "broadcast_language", "classifier", "classifier_training", "classifier_train", "classifier_version",
        "classifier_precision", "classifier_trust", "answer_rules", "question_reusable",
    },
    "manage_people": {"people", "person_new", "person", "teams", "team_new", "team"},
    "manage_tokens": {"tokens", "token_revoke", "accounts", "connect_account", "account", "pause_account", "check_account", "test_account"},
    "work": {"desk"},
}  # fmt: skip
ABILITY_OF = {name: ability for ability, names in NEEDS.items() for name in names}
ARGUMENTS = {"pk": 1, "view": "team", "language": "en", "token": "AAAAAAAAAA1-00000000000000000000000000000000", "name": "none", "kind": "email", "number": 1}


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def _ours() -> dict[str, set[str]]:
    """Return the named addresses that are not the sign-in library's and stand on every desk, each with its arguments."""
    found = {str(pattern.name): set(pattern.pattern.regex.groupindex) for pattern in _patterns(get_resolver().url_patterns) if pattern.name}
    theirs = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_", "dev")
    return {name: arguments for name, arguments in found.items() if not name.startswith(theirs) and name != "style_guide"}


def test_every_address_is_known_to_this_test() -> None:
    assert set(_ours()) == OPEN_TO_ALL | BY_TOKEN | set(ABILITY_OF)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_no_role_gets_further_than_it_may(client: Client, question: Question, role: str, method: str) -> None:
    if role:
        person = User.objects.create_user("role@desk.example", "a long demo password", name="Role Example", language="en", **{role: True})
    wrong = {}
    for name, ability in ABILITY_OF.items():
        if role:
            client.force_login(person)
        arguments = {key: question.reference if key == "reference" else ARGUMENTS[key] for key in _ours()[name]}
        answer = getattr(client, method)(reverse(name, kwargs=arguments))
        refused = answer.status_code == 403 or (answer.status_code == 302 and "/account/login/" in answer["Location"])
        if refused == (role in ABILITIES[ability]):
            wrong[name] = answer.status_code
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(BY_TOKEN))
def test_the_api_wants_a_token(client: Client, question: Question, name: str) -> None:
    arguments = {"reference": question.reference} if name == "api_question" else {}
    assert client.get(reverse(name, kwargs=arguments)).status_code == 401


@pytest.mark.parametrize("name", ["question", "reply", "question_file", "note", "move"])
def test_a_restricted_question_does_not_exist_for_other_agents(client: Client, otto: User, question: Question, name: str) -> None:
    Question.objects.update(is_restricted=True)
    client.force_login(otto)
    arguments = {key: question.reference if key == "reference" else ARGUMENTS[key] for key in _ours()[name]}
    assert client.post(reverse(name, kwargs=arguments)).status_code == 404
