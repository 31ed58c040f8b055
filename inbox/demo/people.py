"""The people and teams of the demo desk; every name and address is invented."""

from typing import NamedTuple

from helpdesk.people.models import Team, User

PASSWORD = "welcome-to-the-desk"  # noqa: S105  (printed at the start, on purpose)

TEAMS = (
    ("editorial", {"nl": "Redactie", "fr": "Rédaction", "de": "Redaktion", "en": "Editorial"}),
    ("online", {"nl": "Online", "fr": "En ligne", "de": "Online", "en": "Online"}),
)
SIGNATURES = {
    "editorial": {
        "nl": "Redactie\nHelpdesk van het portaal",
        "fr": "Rédaction\nService d'assistance du portail",
        "de": "Redaktion\nHelpdesk des Portals",
        "en": "Editorial team\nHelpdesk of the portal",
    },
    "online": {
        "nl": "Team Online\nHelpdesk van het portaal",
        "fr": "Équipe En ligne\nService d'assistance du portail",
        "de": "Team Online\nHelpdesk des Portals",
        "en": "Online team\nHelpdesk of the portal",
    },
}


class Person(NamedTuple):
    """One row of the demo's staff."""

    name: str
    language: str
    team: str
    roles: str
    answers_in: str


STAFF = (
    Person("Ana Lindeman", "nl", "editorial", "agent", "nl fr en"),
    Person("Otto Vanhoute", "nl", "online", "agent", "nl en"),
    Person("Camille Dumoulin", "fr", "editorial", "agent", "fr nl"),
    Person("Noor Achterberg", "nl", "editorial", "agent", "nl en"),
    Person("Samir Benoît-Roux", "fr", "online", "agent", "fr en"),
    Person("Greta Hohenstein", "de", "editorial", "agent", "de fr"),
    Person("Tom Brightwater", "en", "online", "agent", "en nl"),
    Person("Lieve Zomerhof", "nl", "online", "agent", "nl de"),
    Person("Eduardo Mirabel", "fr", "editorial", "editor", "fr nl"),
    Person("Inge Morgenrot", "de", "editorial", "editor agent", "de nl en"),
    Person("Lena Kastelein", "nl", "editorial", "lead agent", "nl fr de en"),
    Person("Pascal Hautmont", "fr", "online", "lead agent", "fr nl en"),
    Person("Ada Steenberg", "en", "", "admin", "en"),
)
SHOWN = ("Ana Lindeman", "Otto Vanhoute", "Eduardo Mirabel", "Lena Kastelein", "Ada Steenberg")


def email(person: Person) -> str:
    """Return the address a demo person signs in with."""
    return f"{person.name.split()[0].lower()}@desk.example"


def sign_ins() -> list[tuple[str, str, str]]:
    """Return address, password and roles of the people a newcomer tries first."""
    return [(email(person), PASSWORD, person.roles.replace(" ", " and ")) for person in STAFF if person.name in SHOWN]


def load() -> list[User]:
    """Write teams and people; existing ones are left alone."""
    teams = {}
    for position, (key, names) in enumerate(TEAMS):
        defaults = {"names": names, "signatures": SIGNATURES[key], "position": position}
        teams[key] = Team.objects.get_or_create(key=key, defaults=defaults)[0]
    return [_person(person, teams) for person in STAFF]


def _person(person: Person, teams: dict[str, Team]) -> User:
    known = User.objects.filter(email=email(person)).first()
    if known:
        return known
    roles = {f"is_{role}": True for role in person.roles.split()}
    user = User.objects.create_user(email(person), PASSWORD, name=person.name, language=person.language, answers_in=person.answers_in.split(), **roles)
    if person.team:
        user.teams.add(teams[person.team])
    return user
