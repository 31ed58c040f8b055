"""How right the suggestions are: the demo's answers and questions kept aside, told apart by language, with intervals.

Reads files only, never the desk's own questions. The intervals are drawn over answers, because the questions of one answer
succeed and fail together.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.examples import LANGUAGES
from classifier.nearest import Index
from classifier.recommend import Recommender, Use, Wording
from classifier.retrieval import Asked
from helpdesk.answers import demo

DATA = Path(__file__).with_name("data")
READ = 10
SAMPLES = 2_000
KINDS = {
    "words": {"w": 1.0, "p": 0.0, "t": 0.0},
    "pieces of words": {"w": 0.0, "p": 1.0, "t": 0.0},
    "terms of the glossary": {"w": 0.0, "p": 0.0, "t": 1.0},
    "words and pieces": {"w": 1.0, "p": 0.3, "t": 0.0},
    "words and terms": {"w": 1.0, "p": 0.0, "t": 3.0},
    "words, pieces and terms": {"w": 1.0, "p": 0.3, "t": 3.0},
}
Rank = Callable[[str, str], list[str]]


@dataclass(frozen=True)
class Example:
    """A question and the key of the answer that fits."""

    text: str
    language: str
    answer: str


@dataclass(frozen=True)
class Figure:
    """A share, 0 to 1, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """A line of the report: recall at 1 and at 3, and the mean reciprocal rank."""

    name: str
    count: int
    recall_1: Figure
    recall_3: Figure
    mrr: Figure


def examples(part: str) -> list[Example]:
    """Return the questions of "train" or "test"."""
    lines = (DATA / f"suggestions-{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Example(**json.loads(line)) for line in lines]


def evaluate() -> list[Row]:
    """Measure what is in use on the questions kept aside; the training questions only stand in for answers sent."""
    asked, sent = examples("test"), examples("train")
    ranks = _ranks(asked, _ranker(recommender()))
    learnt = _ranks(asked, _ranker(recommender(sent=sent)))
    across = [rank for code in LANGUAGES for rank in _ranks(_in(asked, code), _ranker(recommender(without=code)))]
    seen = {example.answer for example in sent}
    strangers = [place for place, example in enumerate(asked) if example.answer not in seen]
    across_asked = [example for code in LANGUAGES for example in _in(asked, code)]
    return [
        row("all", asked, ranks),
        *(row(f"  {code}", *_part(asked, ranks, code)) for code in LANGUAGES),
        row("no wording in the question's language", across_asked, across),
        *(row(f"  {code}", *_part(across_asked, across, code)) for code in LANGUAGES),
        row("answers without training questions", [asked[i] for i in strangers], [ranks[i] for i in strangers]),
        row("after sending the training questions", asked, learnt),
    ]


def compare() -> list[Row]:
    """Measure the candidates on the training questions; the first is what the desk had before: TF-IDF, the best of four languages."""
    asked = examples("train")
    rows = [row("TF-IDF of words and characters", asked, _ranks(asked, _before()))]
    for name, weights in KINDS.items():
        known = recommender()
        known.wordings.weights = weights
        rows.append(row(name, asked, _ranks(asked, _ranker(known))))
    return rows


def recommender(*, without: str = "", sent: Sequence[Example] = ()) -> Recommender:
    """Return a recommender that knows the demo's answers, without the wordings in one language, after some were sent."""
    known, keys = Recommender(), _keys()
    known.change([wording for wording in wordings() if wording.language != without])
    known.learn([Use(place, keys.index(example.answer), example.language, example.text) for place, example in enumerate(sent)])
    return known


def wordings() -> list[Wording]:
    """Return the demo's wordings; an answer's number is its place in the file."""
    found: list[Wording] = []
    for place, answer in enumerate(demo.rows()):
        for language, words in answer["wordings"].items():
            found.append(Wording(len(found), place, language, words["title"], words["keywords"], words["text"]))
    return found


def row(name: str, asked: Sequence[Example], ranks: Sequence[int]) -> Row:
    """Return a line of the report; a rank of 0 says that the answer was not found."""
    places, clusters = np.array(ranks), np.array([example.answer for example in asked])
    found = [places == 1, (places > 0) & (places <= 3), np.where(places > 0, 1 / np.maximum(places, 1), 0.0)]
    first, third, reciprocal = (_figure(values.astype(float), clusters) for values in found)
    return Row(name, len(places), first, third, reciprocal)


def _figure(values: np.ndarray, clusters: np.ndarray) -> Figure:
    names, which = np.unique(clusters, return_inverse=True)
    sums, counts = np.bincount(which, values), np.bincount(which)
    drawn = np.random.default_rng(4).integers(0, len(names), (SAMPLES, len(names)))
    low, high = np.percentile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [2.5, 97.5])
    return Figure(float(values.mean()), float(low), float(high))


def _ranker(known: Recommender) -> Rank:
    keys = _keys()
    return lambda text, language: [keys[hit.answer] for hit in known.rank(Asked(text), language, READ)]


def _before() -> Rank:
    keys, texts = _keys(), wordings()
    indexes = {
        code: Index([(row.answer, f"{row.title}\n{row.title}\n{row.keywords}\n{row.text}") for row in texts if row.language == code]) for code in LANGUAGES
    }

    def rank(text: str, _language: str) -> list[str]:
        hits = sorted((hit for index in indexes.values() for hit in index.query(text, READ)), key=lambda hit: -hit[1])
        return list(dict.fromkeys(keys[answer] for answer, _score in hits))[:READ]

    return rank


def _ranks(asked: Sequence[Example], rank: Rank) -> list[int]:
    ranks = []
    for example in asked:
        hits = rank(example.text, example.language)
        ranks.append(hits.index(example.answer) + 1 if example.answer in hits else 0)
    return ranks


def _in(asked: Sequence[Example], code: str) -> list[Example]:
    return [example for example in asked if example.language == code]


def _part(asked: Sequence[Example], ranks: Sequence[int], code: str) -> tuple[list[Example], list[int]]:
    places = [place for place, example in enumerate(asked) if example.language == code]
    return [asked[place] for place in places], [ranks[place] for place in places]


def _keys() -> list[str]:
    return [answer["key"] for answer in demo.rows()]
