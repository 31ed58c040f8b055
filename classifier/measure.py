"""Measuring what stands beside the team: facets, languages by length, spoilt texts, and how fast a prediction is."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import f1_score

from classifier import noise
from classifier.examples import LANGUAGES, Example
from classifier.facets import FACETS
from classifier.language import identify
from classifier.model import Model
from classifier.train import train

LENGTHS = (3, 5, 10, 20)
ABROAD = {
    "es": "Hola, quiero saber dónde puedo pedir los documentos para mi trabajo en Bélgica",
    "it": "Buongiorno, vorrei sapere come posso chiedere la carta di soggiorno per mia moglie",
    "pt": "Olá, gostaria de saber onde posso fazer o passaporte do meu filho, obrigado",
    "pl": "Dzień dobry, chciałbym zapytać gdzie mogę złożyć wniosek o podatki w Belgii",
    "tr": "Merhaba, Belçika'da oturma izni için hangi belgeler gerekiyor, teşekkürler",
    "ro": "Bună ziua, vreau să știu ce acte trebuie pentru a munci în Belgia, mulțumesc",
    "uk": "Добрий день, де я можу отримати документи для моєї дитини?",
    "ru": "Здравствуйте, где получить справку о доходах для налоговой?",
    "ar": "مرحبا، أين يمكنني تجديد بطاقة الإقامة في بروكسل؟",
}


@dataclass(frozen=True)
class OfLanguage:
    """Of `count` texts of so many words: the share named rightly, not sure, and named wrongly."""

    words: int
    count: int
    right: float
    unsure: float
    wrong: float


@dataclass(frozen=True)
class OfFacet:
    """For a facet: how many questions it has, how often the model named it, and how right that was."""

    name: str
    count: int
    named: int
    precision: float
    recall: float


@dataclass(frozen=True)
class OfNoise:
    """For one way of spoiling: macro-F1, and among those above the threshold the share and the precision."""

    name: str
    macro_f1: float
    coverage: float
    precision: float


def languages(examples: Sequence[Example]) -> list[OfLanguage]:
    """Return how well the language of texts is told by their first three, five, ten and twenty words."""
    found = []
    for length in LENGTHS:
        texts = [(" ".join(words[:length]), e.language) for e in examples if len(words := e.text.split()) >= length]
        said = Counter("unsure" if (code := identify(text).code) is None else "right" if code == language else "wrong" for text, language in texts)
        count = len(texts) or 1
        found.append(OfLanguage(length, len(texts), said["right"] / count, said["unsure"] / count, said["wrong"] / count))
    return found


def abroad() -> dict[str, str]:
    """Return for each language that is none of ours what a sentence in it is taken for."""
    said = {code: identify(text) for code, text in ABROAD.items()}
    return {code: found.code or found.other or "not sure" for code, found in said.items()}


def of_facets(model: Model, examples: Sequence[Example]) -> list[OfFacet]:
    """Return precision and recall of each facet above its threshold."""
    named = np.array([model.predict(e.text, e.channel, e.is_public).facet.name for e in examples])
    known = np.array([e.facet or "" for e in examples])
    return [_of_facet(name, named == name, known == name) for name in FACETS]


def _of_facet(name: str, named: np.ndarray, known: np.ndarray) -> OfFacet:
    both = int((named & known).sum())
    return OfFacet(name, int(known.sum()), int(named.sum()), both / named.sum() if named.any() else float("nan"), both / known.sum() if known.any() else 0.0)


def robustness(model: Model, examples: Sequence[Example]) -> list[OfNoise]:
    """Return how right the model is on the same texts spoilt in each way of `classifier.noise`."""
    return [_of_noise(name, model, [(spoil(e.text), e) for e in examples]) for name, spoil in noise.KINDS.items()]


def _of_noise(name: str, model: Model, spoilt: Sequence[tuple[str, Example]]) -> OfNoise:
    said = [model.predict(text, e.channel, e.is_public) for text, e in spoilt]
    true, best = [e.team for _text, e in spoilt], [one.best for one in said]
    sure = [one.team == e.team for one, (_text, e) in zip(said, spoilt, strict=True) if one.team]
    macro_f1 = float(f1_score(true, best, average="macro", zero_division=0))
    return OfNoise(name, macro_f1, len(sure) / len(said), float(np.mean(sure)) if sure else float("nan"))


def greetings_left_alone(model: Model) -> float:
    """Return the share of mere greetings, on every channel, that go to To sort."""
    said = [model.predict(text, channel, channel == "telegram") for text in noise.GREETINGS for channel in ("form", "email", "telegram")]
    return sum(one.team is None for one in said) / len(said)


def by_language(model: Model, examples: Sequence[Example]) -> dict[str, float]:
    """Return the macro-F1 in each language."""
    said = {e: model.predict(e.text, e.channel, e.is_public).best for e in examples}
    return {code: _macro_f1([(e.team, best) for e, best in said.items() if e.language == code]) for code in LANGUAGES}


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    true, best = zip(*pairs, strict=True) if pairs else ((), ())
    return float(f1_score(true, best, average="macro", zero_division=0)) if pairs else float("nan")


def milliseconds(model: Model, examples: Sequence[Example]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the processor's time that one prediction takes."""
    took = []
    for example in examples:
        begun = time.process_time()
        model.predict(example.text, example.channel, example.is_public)
        took.append((time.process_time() - begun) * 1000)
    return float(np.percentile(took, 50)), float(np.percentile(took, 95))


def training_seconds(questions: Sequence[Example], count: int) -> float:
    """Return the processor time of training on `count` questions: those given, and as many more as it takes, each the halves of two of one matter."""
    chance = random.Random(0)
    by_matter: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
    for one in questions:
        by_matter[one.archetype, one.language].append(one)
    more = [replace(one, text=_halves(one, chance.choice(by_matter[one.archetype, one.language]))) for one in chance.choices(questions, k=count)]
    begun = time.process_time()
    train([*questions, *more][:count])
    return time.process_time() - begun


def _halves(first: Example, second: Example) -> str:
    words, others = first.text.split(), second.text.split()
    return " ".join([*words[: len(words) // 2], *others[len(others) // 2 :]])
