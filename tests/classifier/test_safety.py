"""The safety gate: cries for help in four languages, none copied from the lexicon, and words that only look like them."""

import pytest

from classifier import safety

CRIES = [
    ("self_harm", "ik heb geen zin meer om te leven, ik wil dood"),
    ("self_harm", "Niemand mist mij. Ik ga mezelf iets aandoen vanavond."),
    ("self_harm", "IK ZIE HET NIET MEER ZITTEN echt niet"),
    ("self_harm", "soms denk ik aan zelfmoord door al die schulden"),
    ("self_harm", "Je n'ai plus envie de vivre depuis que j'ai perdu mon travail"),
    ("self_harm", "je pense au suicide tous les jours"),
    ("self_harm", "j'ai envie d'en finir avec la vie"),
    ("self_harm", "Ich möchte nicht mehr leben, alles ist vorbei"),
    ("self_harm", "ich denke an selbstmord wegen der schulden"),
    ("self_harm", "i just want to die, nobody answers me"),
    ("self_harm", "I am thinking of killing myself tonight"),
    ("emergency", "mijn vader ademt niet meer wat moet ik doen"),
    ("emergency", "Stuur een ambulance naar de kerkstraat!!"),
    ("emergency", "au secours il y a le feu chez ma voisine"),
    ("emergency", "ma mère est inconsciente par terre"),
    ("emergency", "Hilfe, bitte sofort, mein Mann atmet nicht"),
    ("emergency", "there is a fire in our building and nobody comes"),
    ("emergency", "my neighbour had a heart attack"),
    ("child_at_risk", "mijn stiefvader slaat mij elke dag"),
    ("child_at_risk", "ik denk dat het kind van de buren mishandeld wordt"),
    ("child_at_risk", "mon beau-père me frappe quand maman n'est pas là"),
    ("child_at_risk", "Ich bin 12 und habe Angst, mein Vater schlägt mich"),
    ("child_at_risk", "my daughter is missing since yesterday"),
    ("threat", "ik ga jullie allemaal afmaken"),
    ("threat", "je vais vous tuer bande d'incapables"),
    ("threat", "Ich weiß wo du wohnst"),
    ("threat", "I will kill you all, I know where you work"),
]
CALM = [
    "Waar vind ik het nummer van de dichtstbijzijnde brandweer voor een attest?",
    "Mijn computer is dood, kan ik het formulier op papier krijgen?",
    "Hoeveel kinderbijslag krijg ik voor mijn dochter?",
    "Où trouver la brochure sur la police locale ?",
    "Mon grand-père est mort, quelles démarches faire ?",
    "Quelles sont les allocations pour enfants handicapés ?",
    "Wie hoch ist das Kindergeld für meinen Sohn?",
    "Ich bin 40 Jahre alt und suche die Seite über Pensionen.",
    "My website session died after ten minutes.",
    "Which children's benefits am I entitled to?",
    "The page about fire safety gives error 404.",
]


@pytest.mark.parametrize(("kind", "text"), CRIES)
def test_a_cry_for_help_is_heard(kind: str, text: str) -> None:
    alarm = safety.check(text)
    assert alarm is not None
    assert alarm.kind == kind


@pytest.mark.parametrize("text", CALM)
def test_a_calm_question_raises_no_alarm(text: str) -> None:
    assert safety.check(text) is None


def test_a_cry_at_the_end_of_a_long_text_is_heard() -> None:
    assert safety.check("Goede dag. " * 5000 + "ik wil dood") is not None
