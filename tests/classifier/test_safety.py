"""The safety gate: cries for help in four languages, none copied from the lexicon, and words that only look like them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import check_data, safety
from classifier.check_data import Row
from classifier.examples import LANGUAGES

TEMPLATES = Path(__file__).parents[2] / "templates"
RECALL_LEAST = 0.97
FALSE_ALARMS_MOST = 0.03

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
    ("self_harm", "ik wil er gewoon niet meer zijn"),
    ("self_harm", "ik sta op de brug en ik durf niet te springen"),
    ("self_harm", "Je n'en peux plus, je veux en finir"),
    ("self_harm", "ma soeur menace de se pendre"),
    ("self_harm", "mein bruder hat gesagt er bringt sich um"),
    ("self_harm", "wozu noch leben"),
    ("self_harm", "my friend says she is going to kill herself"),
    ("self_harm", "nobody would miss me if i was gone"),
    ("child_at_risk", "mijn papa doet vieze dingen met mij"),
    ("child_at_risk", "mes parents veulent me marier au pays cet été"),
    ("child_at_risk", "mein Stiefvater schlägt mich"),
    ("child_at_risk", "mein onkel kommt nachts in mein zimmer"),
    ("child_at_risk", "a man online asks my 10 year old daughter for naked pictures"),
    ("emergency", "er is brand"),
    ("emergency", "mijn man vermoordt mij"),
    ("emergency", "mon mari va me tuer"),
    ("emergency", "il y a une odeur de gaz chez nous"),
    ("emergency", "bei uns brennt es"),
    ("emergency", "ich wurde vergewaltigt"),
    ("emergency", "he pushed me down the stairs and took my phone"),
    ("emergency", "the river is rising and we are on the roof"),
    ("threat", "ik weet waar je woont"),
    ("threat", "ge gaat nog van mij horen"),
    ("threat", "il y a une bombe dans votre bâtiment"),
    ("threat", "vous ne serez plus en sécurité nulle part"),
    ("threat", "ich komme morgen mit benzin zu euch"),
    ("threat", "there is a bomb in your building"),
    ("threat", "we know where you live"),
]
MISSPELT = [
    ("self_harm", "ik denk aan zelfmoort"),
    ("self_harm", "ik wil nie meer leven"),
    ("self_harm", "ik wil DOOOOOD"),
    ("self_harm", "jpense au suiccide"),
    ("self_harm", "jveux mourir"),
    ("self_harm", "ich will nich mehr leben"),
    ("self_harm", "ich denke an selbstmrod"),
    ("self_harm", "i want to kill myslef"),
    ("child_at_risk", "mijn kind wordt mishadeld"),
    ("emergency", "mein mann hat mich verprugelt"),
    ("emergency", "er steht im haus und die waffe, ich habe angst, er will mich toeten"),
    ("emergency", "my dad is unconcious"),
    ("threat", "ik ga jullie vermoordden"),
]
UNFORESEEN = [
    "de zoon van hiernaast komt elke avond met een bloedneus buiten en durft niks zeggen",
    "hij pakt mijn arm zo hard vast dat ik blauwe plekken heb en ik durf niet naar huis",
    "mijn nichtje heeft honger en moet in de garage slapen",
    "elle pleure toutes les nuits et me dit qu'il la gifle",
    "mon voisin boit et il frappe son petit garçon",
    "je suis épuisée, je regarde le canal tous les soirs",
    "meine Nachbarin hat Angst vor ihrem Sohn, er hat ein Messer",
    "die kleine hat striemen am rücken und weint, wenn der vater kommt",
    "ich bin so müde und stehe jeden abend am gleis",
    "he locks the door at night and my sister is terrified",
    "my nephew has bruises and cries when it is time to go to his dad",
    "i am so tired and i keep counting my tablets at night",
    "ik ben levensmoe",
    "mijn vrouw heeft al drie dagen niets meer gegeten of gedronken",
    "vanavond hebben wij geen plek om te slapen",
    "hij pakt mijn gsm af en controleert met wie ik praat",
    "j'ai fait mon temps, qu'on me laisse partir",
    "ma fille se fait vomir après chaque repas",
    "mes parents ont pris mon passeport pour que j'épouse mon cousin",
    "il m'interdit de voir ma famille",
    "uns allen ist schwindlig und übel, seit der Ofen brennt",
    "die Nachbarin öffnet seit Tagen nicht und der Briefkasten quillt über",
    "wir haben beschlossen gemeinsam zu gehen, meine Frau und ich",
    "everything is ready, the papers are on the table",
    "the landlord changed the locks and we're outside with the kids",
    "my boss has my papers and I can't leave the house",
    "you can expect a visit",
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
    "This site drives me mad, I could kill that menu.",
    "The page is dead since this morning.",
    "What does the penal code say on murder?",
    "For my homework I need statistics on suicide in Belgium.",
    "Met welke cijfers over zelfmoord kan ik mijn spreekbeurt maken?",
    "Op uw pagina over huiselijk geweld werkt de link niet.",
    "Uw persbericht over de bommelding van 1980 staat niet in het archief.",
    "Où lire la loi sur les armes et les permis ?",
    "Ce formulaire me tue, trois fois qu'il refuse mon adresse.",
    "Je cherche la campagne de prévention du suicide.",
    "Der Link zum Gesetz über häusliche Gewalt ist kaputt.",
    "Ich schreibe ein Referat über Kinderarbeit und suche Zahlen.",
    "My daughter lost her diploma, who can make a copy?",
    "Mein Sohn übt im Auto, was braucht man für den Führerschein?",
    "Mijn trein reed gisteren niet, waar vraag ik mijn geld terug?",
    "Le popup de cookies me suit partout.",
    "De brug aan de vaart is afgesloten, hoelang nog?",
    "Mijn huisbaas weigert de waarborg terug te geven.",
    "J'ai raté mon train et le guichet était fermé.",
    "Quelle est la prime pour isoler une toiture ?",
    "Der Gerichtsvollzieher schreibt mir wegen einer Schuld, die ich längst bezahlt habe.",
    "Gestern am Bahnsteig fuhr der Zug einfach durch.",
    "My landlord refuses to return the deposit.",
    "The bailiff writes about a debt I have already paid.",
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


@pytest.mark.parametrize("text", UNFORESEEN)
def test_danger_in_everyday_words_is_heard(text: str) -> None:
    assert safety.check(text) is not None


def test_a_vague_rule_leaves_the_kind_to_a_clear_one() -> None:
    alarm = safety.check("je vais vous tuer, toi et tes enfants, cette nuit")
    assert alarm is not None
    assert alarm.kind == "threat"


@pytest.mark.parametrize(("kind", "text"), MISSPELT)
def test_a_cry_with_typing_errors_is_heard(kind: str, text: str) -> None:
    alarm = safety.check(text)
    assert alarm is not None
    assert alarm.kind == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_rules_in_every_language(language: str) -> None:
    rules = tomllib.loads(safety.LEXICON.read_text(encoding="utf-8"))[language]["rules"]
    assert set(rules) == set(safety.KINDS)
    assert all(rules.values())


@pytest.mark.parametrize("kind", safety.KINDS)
def test_every_kind_has_its_protocol(kind: str) -> None:
    assert (TEMPLATES / f"mail/care_{kind}.txt").is_file()


@pytest.fixture(scope="module")
def training() -> list[Row]:
    """The questions for training, in all languages."""
    return check_data.read().of("train")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_cry_in_training_is_heard(training: list[Row], language: str) -> None:
    cries = [row.text for row in training if row.facet == "care" and row.language == language]
    assert sum(safety.check(text) is not None for text in cries) >= RECALL_LEAST * len(cries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_other_questions_raise_an_alarm(training: list[Row], language: str) -> None:
    others = [row.text for row in training if row.facet != "care" and row.language == language]
    assert sum(safety.check(text) is not None for text in others) <= FALSE_ALARMS_MOST * len(others)


def test_the_end_of_a_sentence_parts_words_that_only_stand_near() -> None:
    assert safety.check("Ik zoek iets voor mijn kind. Het is dringend, want morgen sluit het loket. Vandaag verdwenen al twee formulieren.") is None


def test_an_alarm_names_the_words_that_raised_it() -> None:
    alarm = safety.check("Goede dag, ik wil gewoon dood.")
    assert alarm is not None
    assert alarm.words[0].startswith("wil")


@given(st.text(max_size=300))
def test_no_text_breaks_the_gate(text: str) -> None:
    alarm = safety.check(text)
    assert alarm is None or alarm.kind in safety.KINDS


@given(
    st.lists(
        st.sampled_from(
            ["mij", "jullie", "kind", "papa", "slaat", "niet", "meer", "leven", "tuer", "moi", "sie", "mich", "kill", "you", ",", ".", "'", "12", "œ", "ß"]
        )
    ).map(" ".join)
)
def test_no_heap_of_the_lexicons_words_breaks_the_gate(text: str) -> None:
    alarm = safety.check(text)
    assert alarm is None or alarm.words


@pytest.mark.parametrize(
    "text",
    [
        "help me please my website is down",
        "Dag, help mij nu met mijn formulier",
        "aidez-moi vite, mon formulaire ne marche pas",
        "urgent help needed with the tax form",
    ],
)
def test_who_wants_help_with_a_form_is_in_no_danger(text: str) -> None:
    assert safety.check(text) is None


def test_danger_is_heard_beside_a_form() -> None:
    assert safety.check("urgent help, my husband is hitting me, I cannot fill in the form now") is not None
