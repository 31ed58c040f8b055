"""Why a team: the words and phrases that weighed most for it and against it, and what the way in decided."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from classifier import concepts, features
from classifier.features import Counts
from classifier.reading import Reading
from classifier.text import pieces
from classifier.ways import BY_CHANNEL, softmax

if TYPE_CHECKING:
    from classifier.model import Model

FOR_SHOWN, AGAINST_SHOWN = 6, 4
SHARE_SHOWN = 0.05
_LEAST = 1e-6
Span = tuple[int, int]


@dataclass(frozen=True)
class Reason:
    """What weighed for (positive) or against (negative) a team; `start` and `end` are offsets in the text, -1 for the way in."""

    text: str
    weight: float
    team: str
    start: int
    end: int
    kind: Literal["word", "channel"]


def reasons(model: "Model", text: str, reading: Reading, columns: Counts, *, scores: np.ndarray, best: int, channel: str, is_public: bool) -> list[Reason]:
    """Return the reasons for a team and against it, the weightiest first.

    Parameters
    ----------
    reading, columns
        What was read of the text, and its column -> weight.
    scores
        Calibrated logit of each of `model.matters`.
    best
        Place of the team in `model.ways.teams`.
    """
    team, by_channel = model.ways.teams[best], model.ways.of(channel, is_public)
    weights = spans(model, reading, columns, _lean(model, columns, scores, best, by_channel))
    found = [Reason(text[start:end], weight, team, start, end, "word") for (start, end), weight in weights.items() if abs(weight) > _LEAST]
    found.sort(key=lambda reason: -abs(reason.weight))
    least = abs(found[0].weight) * SHARE_SHOWN if found else 0.0
    heavy = [reason for reason in found if abs(reason.weight) >= least]
    chosen = [reason for reason in heavy if reason.weight > 0][:FOR_SHOWN] + [reason for reason in heavy if reason.weight < 0][:AGAINST_SHOWN]
    weight = _channel_weight(model, softmax(scores), best, by_channel)
    if abs(weight) > _LEAST:
        chosen.append(Reason(features.kind_of(channel), weight, team, -1, -1, "channel"))
    return sorted(chosen, key=lambda reason: -abs(reason.weight))


def spans(model: "Model", reading: Reading, columns: Counts, lean: Counts) -> dict[Span, float]:
    """Return what each word and phrase adds to the log-odds of the best team; the same word counts at its first place.

    What a feature adds is shared by the words it comes from: a pair of words by both, a character n-gram by all words that
    hold it, a family by the phrases of its concepts. A word that is a phrase by itself counts once.
    """
    weights: dict[Span, float] = defaultdict(float)
    first: dict[str, Span] = {}
    for token in reading.tokens:
        first.setdefault(token.word, (token.start, token.end))
    singles = [(single, first[token.word]) for single, token in zip(reading.singles, reading.tokens, strict=True)]
    _add_words(model, singles, columns, lean, weights)
    _add_chars(model, singles, columns, lean, weights)
    _add_concepts(model, reading, first, lean, weights)
    return dict(weights)


def _add_words(model: "Model", singles: list[tuple[str, Span]], columns: Counts, lean: Counts, weights: dict[Span, float]) -> None:
    known = model.space.words.columns
    grams: list[tuple[str, tuple[Span, ...]]] = [(word, (span,)) for word, span in singles]
    grams += [(f"{a} {b}", (first, second)) for (a, first), (b, second) in pairwise(singles)]
    places = [(known[gram], at) for gram, at in grams if gram in known]
    counts = Counter(column for column, _at in places)
    for column, at in places:
        for span in at:
            weights[span] += columns[column] * lean[column] / counts[column] / len(at)


def _add_chars(model: "Model", singles: list[tuple[str, Span]], columns: Counts, lean: Counts, weights: dict[Span, float]) -> None:
    space = model.space
    held = [(span, space.of_word(word)) for word, span in singles]
    counts = Counter(column for _span, parts in held for column in parts)
    start = space.first_char
    worth = {column: columns[start + column] * lean[start + column] / count for column, count in counts.items()}
    for span, parts in held:
        weights[span] += sum(worth[column] for column in parts)


def _add_concepts(model: "Model", reading: Reading, first: dict[str, Span], lean: Counts, weights: dict[Span, float]) -> None:
    if not model.space.concepts:
        return
    place = model.space.places
    shown: dict[str, set[Span]] = {}
    at = {span: first[token.word] for token in reading.tokens for span in [(token.start, token.end)]}
    for mention in model.space.mentions(reading):
        if mention.concept in place:
            shown.setdefault(mention.concept, set()).add(at.get((mention.start, mention.end), (mention.start, mention.end)))
    family = concepts.lexicon().concepts
    sizes = Counter(family[name] for name in shown if name in family)
    values = features.weigh_concepts(shown)
    for name, where in shown.items():
        mine = features.FAMILY + family.get(name, "")
        share = values.get(mine, 0.0) * lean[place[mine]] / sizes[family[name]] if mine in place else 0.0
        for span in where:
            weights[span] += (values[name] * lean[place[name]] + share) / len(where)


def _lean(model: "Model", columns: Counts, scores: np.ndarray, best: int, by_channel: np.ndarray) -> Counts:
    """Return how much a unit of each of the text's features moves the log-odds of the best team, at this text."""
    speaks = np.array([by_channel[best] if matter == BY_CHANNEL else float(matter == model.ways.teams[best]) for matter in model.matters])
    with np.errstate(divide="ignore"):
        pull = softmax(scores + np.log(speaks)) - softmax(scores + np.log(1 - speaks))
    index = np.fromiter(columns, dtype=np.int64, count=len(columns))
    return dict(zip(columns, (pull / model.temperature @ model.weights[:, index]).tolist(), strict=True))


def _channel_weight(model: "Model", shares: np.ndarray, best: int, by_channel: np.ndarray) -> float:
    """Return how far the way in moves the log-odds of the best team from where an unknown way would leave them."""

    def log_odds(by: np.ndarray) -> float:
        probability = float(np.clip(by[best], _LEAST, 1 - _LEAST))
        return math.log(probability / (1 - probability))

    return log_odds(model.team_probabilities(shares, by_channel)) - log_odds(model.team_probabilities(shares, np.asarray(model.ways.even)))


def blank(text: str, spans: Sequence[Span]) -> str:
    """Return a text with spaces where the words of some spans stood, and wherever else one of these words stands by itself: what if it were not there?"""
    read, wanted = pieces(text), set(spans)
    named = {token.word for token in read if (token.start, token.end) in wanted}
    gone = [token for token in read if token.word in named or any(token.start < end and start < token.end for start, end in spans)]
    for token in gone:
        text = f"{text[: token.start]}{' ' * (token.end - token.start)}{text[token.end :]}"
    return text
