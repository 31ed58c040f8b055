"""A crowd: many citizens who ask the same, each in his words, in two languages and by two channels."""

from collections.abc import Sequence

from django.utils import timezone

from inbox import intake, watch
from inbox.channels.base import Incoming, Sender
from inbox.models import Account, Question

NL = (
    "De zoekbalk van itsme geeft sinds vanmorgen fout 500 bij het aanmelden",
    "Aanmelden met itsme lukt niet, ik krijg fout 500 op de zoekbalk",
    "itsme aanmelden: fout 500, ook met de zoekbalk",
    "Fout 500 bij aanmelden met itsme, wanneer is dat hersteld?",
)
FR = (
    "Erreur 500 en me connectant avec itsme depuis ce matin",
    "Connexion itsme impossible, erreur 500 affichée",
    "itsme affiche une erreur 500 pendant la connexion",
    "Impossible de me connecter : itsme donne erreur 500 à la connexion",
)
TEXTS = {"nl": NL, "fr": FR}


def citizen_asks(account: Account, text: str, name: str, *, language: str, is_public: bool = False) -> Question:
    """Let one citizen ask."""
    incoming = Incoming(
        external_id=f"crowd-{name}", sender=Sender(f"{name}@citizen.example", f"{name} Example"), text=text, sent_at=timezone.now(),
        language=language, visibility="public" if is_public else "private",
    )  # fmt: skip
    return intake.receive(account, incoming, details=intake.Details(language=language)).question


def crowd(account: Account, count: int, *, language: str = "nl", who: str = "p", texts: Sequence[str] = ()) -> list[Question]:
    """Let `count` citizens ask the same; each question is watched as after its commit."""
    lines = texts or TEXTS[language]
    asked = [citizen_asks(account, f"Goedendag,\n{lines[n % len(lines)]}", f"{who}{language}{n}", language=language) for n in range(count)]
    for question in asked:
        watch.watch(question)
    return asked
