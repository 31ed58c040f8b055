"""Thousands of questions in the database, as if they had come over a year: written in bulk, found by search like any other."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from classifier import examples
from classifier.text import fold
from helpdesk.people.models import Team, User
from inbox import references
from inbox.links import LIFETIME_DAYS
from inbox.models import Account, Citizen, Event, Identity, Message, Question

BATCH = 5_000
OPEN_SHARE = 0.03


def up_to(count: int) -> None:
    """Add questions until there are `count`."""
    chance, account = random.Random(7), Account.objects.get(kind="form")
    texts = [example.text for example in examples.load("train")]
    teams, people = list(Team.objects.all()), list(User.objects.filter(is_agent=True))
    while (missing := count - Question.objects.count()) > 0:
        _batch(min(missing, BATCH), chance, account, texts, teams, people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _batch(size: int, chance: random.Random, account: Account, texts: list[str], teams: list[Team], people: list[User]) -> None:
    now = timezone.now()
    citizens = Citizen.objects.bulk_create(Citizen(name=f"Citizen {number}") for number in range(size))
    identities = Identity.objects.bulk_create(
        Identity(kind="email", address=f"{references.new().lower()}@citizen.example", citizen=citizen) for citizen in citizens
    )
    chosen = [chance.choice(texts) for _ in range(size)]
    questions = Question.objects.bulk_create(
        _question(chance, account, identity, text, teams, people) for identity, text in zip(identities, chosen, strict=True)
    )
    messages = Message.objects.bulk_create(
        Message(question=question, account=account, kind="incoming", external_id=question.reference, text=text, language=question.language, sent_at=now)
        for question, text in zip(questions, chosen, strict=True)
    )
    Event.objects.bulk_create(Event(question=question, kind="received", data={}) for question in questions)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO inbox_search (message_id, question_id, document) VALUES (%s, %s, to_tsvector('simple', %s))",
            [(message.pk, message.question_id, fold(message.text)) for message in messages],
        )


def _question(chance: random.Random, account: Account, identity: Identity, text: str, teams: list[Team], people: list[User]) -> Question:
    received_at = timezone.now() - timedelta(minutes=chance.randrange(1, 525_600))
    is_open = chance.random() < OPEN_SHARE
    return Question(
        reference=references.new(),
        account=account,
        citizen=identity.citizen,
        identity=identity,
        excerpt=text[:160],
        language=chance.choice(["nl", "fr", "de", "en"]),
        state="open" if is_open else "closed",
        team=chance.choice(teams),
        confidence=0.9,
        assignee=chance.choice([*people, None]),
        received_at=received_at,
        due_at=received_at + timedelta(days=2),
        promised_on=(received_at + timedelta(days=5)).date(),
        closed_at=None if is_open else received_at + timedelta(days=1),
        link_expires_at=received_at + timedelta(days=LIFETIME_DAYS),
    )
