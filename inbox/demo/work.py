"""What the demo's agents did with its questions, by the verbs of the product, so that every state can be seen."""

import random
from datetime import date, datetime, timedelta

from django.utils import formats, timezone, translation

from helpdesk.answers.models import Wording
from helpdesk.people.models import Team, User
from inbox import clocks, intake, promises, replies, triage, work
from inbox.channels.base import Incoming, Sender
from inbox.models import Decision, Delivery, Event, Message, Question

ONLINE_ANSWERS = {
    "A page or link does not work",
    "Our site is hard to access for you",
    "A .be domain name for a federal service",
    "Why was my comment removed?",
}
SPAM_WORDS = ("gratis telefoon", "best price")
MORE_WANTED = {
    "nl": "Dank u voor uw bericht. Kunt u ons in enkele zinnen schrijven wat u zoekt? Dan helpen we u graag verder.",
    "fr": "Merci pour votre message. Pouvez-vous nous écrire en quelques phrases ce que vous cherchez ? Nous vous aiderons volontiers.",
    "de": "Danke für Ihre Nachricht. Können Sie uns in einigen Sätzen schreiben, was Sie suchen? Dann helfen wir Ihnen gern.",
    "en": "Thank you for your message. Could you tell us in a few sentences what you are looking for? We will gladly help you.",
}
CARE = {
    "nl": "Dank u dat u ons dit schreef. Een collega heeft u vandaag gebeld. U kunt dag en nacht bellen naar 1813.",
    "fr": "Merci de nous l'avoir écrit. Une collègue vous a téléphoné aujourd'hui. Vous pouvez appeler jour et nuit le 0800 32 123.",
    "de": "Danke, dass Sie uns das geschrieben haben. Eine Kollegin hat Sie heute angerufen. Die 108 ist Tag und Nacht erreichbar.",
    "en": "Thank you for telling us. A colleague called you today. You can call 1813 or 107 at any hour.",
}
FOLLOW_UPS = {
    "nl": "Dank u, maar ik vind het nog niet. Kunt u de link sturen?",
    "fr": "Merci, mais je ne trouve toujours pas. Pouvez-vous envoyer le lien ?",
    "de": "Danke, aber ich finde es noch nicht. Können Sie mir den Link schicken?",
    "en": "Thank you, but I still cannot find it. Could you send the link?",
}
DELAYS = {
    "nl": "Een andere dienst kijkt dit voor ons na.",
    "fr": "Un autre service vérifie ce point pour nous.",
    "de": "Eine andere Dienststelle prüft das für uns.",
    "en": "Another service is checking this for us.",
}
NOTES = (
    "@lena can you look at this one? The page was changed this morning.",
    "The same question came twice this week, see the tag.",
    "@inge is the German text of this page still right?",
    "Asked the colleagues of the other team.",
)
TAGS = ("brochure", "broken link", "council of ministers", "referral", "accessibility", "translation")
BOUNCE = "550 5.1.1 The mailbox does not exist."
DOUBTS = ("Is this not for the other team?", "The page is theirs, the text is ours.", "Asked in public, so theirs?")
RECENT = timedelta(days=6)
WAITS_EVERY = 4


class Desk:
    """The demo's agents at work, always the same way."""

    def __init__(self, agents: list[User], chance: random.Random) -> None:
        self.agents, self.chance = agents, chance
        self.teams = {team.key: team for team in Team.objects.all()}
        self.team_of = {agent.pk: agent.teams.values_list("pk", flat=True).first() for agent in agents}
        self.wordings = {
            (wording.answer_id, wording.language): wording
            for wording in Wording.objects.filter(answer__state="published").select_related("answer").prefetch_related("versions")
        }
        self.answers = {wording.title: wording.answer_id for wording in self.wordings.values() if wording.language == "en"}

    def work_on(self, question: Question, answer: str, asked_at: datetime) -> None:
        """Do what a desk would have done by now: the newest are untouched, the older answered."""
        agent, age, drawn = self._agent(question), timezone.now() - asked_at, self.chance.random()
        if question.alarm:
            self._care(question, age)
        elif any(word in question.excerpt for word in SPAM_WORDS):
            if age > timedelta(hours=3):
                work.set_state(question, Question.State.SPAM, agent)
        elif age < timedelta(days=2) and drawn < 0.7:
            if drawn < 0.25:
                work.claim(question, agent)
        elif drawn > 0.98:
            work.withdraw(question)
        elif drawn > 0.85 and age < RECENT:
            self._consider(question, agent)
        else:
            self._answer(question, answer, agent, is_recent=age < RECENT)

    def _agent(self, question: Question) -> User:
        able = [agent for agent in self.agents if question.language in agent.answers_in] or self.agents
        return self.chance.choice(able)

    def _member(self, question: Question, team: Team) -> User | None:
        """Return somebody of the team who answers in the question's language."""
        members = [agent for agent in self.agents if self.team_of[agent.pk] == team.pk and question.language in agent.answers_in]
        return self.chance.choice(members) if members else None

    def _consider(self, question: Question, agent: User) -> None:
        work.claim(question, agent)
        work.note(question, agent, self.chance.choice(NOTES))
        work.set_tags(question, self.chance.sample(TAGS, 1), agent)
        if self.chance.random() < 0.4:
            promises.move(question, clocks.add_working_days(question.promised_on, 5), DELAYS[question.language], agent)

    def _care(self, question: Question, age: timedelta) -> None:
        lead = next(agent for agent in self.agents if agent.is_lead)
        if age > timedelta(hours=4):
            work.claim(question, lead)
        if age > timedelta(days=1):
            newest = question.events.last()
            seen = newest.pk if newest else 0
            replies.reply(question, lead, CARE[question.language], seen_event_id=seen, close=True, meant=replies.Meant(departure=True))

    def _answer(self, question: Question, answer: str, agent: User, *, is_recent: bool) -> None:
        team = self.teams["online" if answer in ONLINE_ANSWERS else "editorial"]
        agent = self._member(question, team) or agent
        if question.team == team and self.chance.random() < 0.03:
            triage.move(question, next(other for other in self.teams.values() if other != team), agent, because=self.chance.choice(DOUBTS))
        if question.team != team:
            triage.move(question, team, agent)
        wording = self.wordings.get((self.answers.get(answer, 0), question.language))
        version = next(each for each in wording.versions.all() if each.number == wording.approved) if wording else None
        waits = is_recent and (wording is None or question.pk % WAITS_EVERY == 0)
        newest = question.events.last()
        replies.reply(
            question, agent, wording.text if wording else MORE_WANTED[question.language], seen_event_id=newest.pk if newest else 0,
            close=not waits, insertions=[version.pk] if version else [],
            meant=replies.Meant(departure=True),
        )  # fmt: skip
        if not waits:
            self._after(question, is_recent=is_recent)

    def _after(self, question: Question, *, is_recent: bool) -> None:
        drawn = self.chance.random()
        if drawn < 0.15 and is_recent:
            sender = Sender(question.identity.address, question.citizen.name)
            again = Incoming(external_id=f"demo-again-{question.pk}", sender=sender, text=FOLLOW_UPS[question.language], sent_at=timezone.now())
            intake.add_message(question, again)
        elif drawn < 0.45:
            work.rate(question, is_solved=True, was_clear=self.chance.choice(["yes", "yes", "partly"]), knows_what_next="yes")
        elif drawn < 0.5 and is_recent:
            work.rate(question, is_solved=False, was_clear="partly", knows_what_next="no", text="")


def backdate(question: Question, asked_at: datetime) -> None:
    """Set the clocks of everything the verbs wrote now to when it is said to have happened."""
    question.refresh_from_db()
    due_at, promised_on = clocks.promise(asked_at)
    later = asked_at + min(timedelta(hours=20), (timezone.now() - asked_at) * 0.6)
    if question.promise_moved_because:
        promised_on = clocks.add_working_days(promised_on, 5)
        due_at = datetime.combine(promised_on, clocks.CLOSING_TIME, clocks.BRUSSELS)
    Question.objects.filter(pk=question.pk).update(
        received_at=asked_at,
        last_incoming_at=asked_at,
        last_message_at=later if question.first_replied_at else asked_at,
        due_at=asked_at if question.alarm else due_at,
        promised_on=promised_on,
        first_replied_at=later if question.first_replied_at else None,
        closed_at=later if question.closed_at else None,
    )
    _redate_receipts(question, clocks.promise(asked_at)[1] if not question.promise_moved_because else promised_on)
    first = question.messages.filter(kind=Message.Kind.INCOMING).order_by("pk").values_list("pk", flat=True)[:1]
    Message.objects.filter(question=question).exclude(kind=Message.Kind.AUTOMATIC).exclude(pk__in=list(first)).update(sent_at=later, created_at=later)
    Message.objects.filter(question=question, kind=Message.Kind.AUTOMATIC).update(sent_at=asked_at, created_at=asked_at)
    Message.objects.filter(pk__in=list(first)).update(sent_at=asked_at, created_at=asked_at)
    Event.objects.filter(question=question, kind=Event.Kind.RECEIVED).update(created_at=asked_at)
    Event.objects.filter(question=question).exclude(kind=Event.Kind.RECEIVED).update(created_at=later)
    Decision.objects.filter(question=question).update(created_at=asked_at)
    Decision.objects.filter(question=question, corrected_at__isnull=False).update(corrected_at=later)
    _deliver(question, later)


def _redate_receipts(question: Question, promised_on: date) -> None:
    with translation.override(question.language):
        said, right = (formats.date_format(day, "DATE_FORMAT") for day in (question.promised_on, promised_on))
    for message in question.messages.filter(kind=Message.Kind.AUTOMATIC, text__contains=said):
        Message.objects.filter(pk=message.pk).update(text=message.text.replace(said, right))


def _deliver(question: Question, at: datetime) -> None:
    """All mails left but a few: one in forty bounced, one in ninety nobody knows about."""
    kinds = dict(question.messages.values_list("pk", "kind"))
    mine = Delivery.objects.filter(message__in=list(kinds))
    mine.update(state=Delivery.State.SENT, sent_at=at, created_at=at, not_before=at, tries=1)
    replied = mine.filter(message__in=[pk for pk, kind in kinds.items() if kind == Message.Kind.REPLY])
    if question.pk % 40 == 7:
        replied.update(state=Delivery.State.FAILED, sent_at=None, error=BOUNCE)
    elif question.pk % 90 == 11:
        replied.update(state=Delivery.State.UNKNOWN, sent_at=None)
