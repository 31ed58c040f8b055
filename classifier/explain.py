"""Why a team: the words and phrases that weighed most for and against it, and what the way in decided."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from classifier import concepts, features
from classifier.text import Token, normalise, tokens
from classifier.ways import BY_CHANNEL, softmax

if TYPE_CHECKING:
    from classifier.model import Model

REASONS_SHOWN = 8
_LEAST = 1e-6


@dataclass(frozen=True)
class Reason:
    """What weighed for (positive) or against (negative) the best team; `start` and `end` are offsets in the text, -1 for the way in."""

    text: str
    weight: float
    team: str
    start: int
    end: int
    kind: Literal["word", "channel"]


def reasons(model: "Model", text: str, columns: dict[int, float], scores: np.ndarray, *, best: int, channel: str, is_public: bool) -> list[Reason]:
    """Return the reasons for the best team, the weightiest first.

    Parameters
    ----------
    columns
        Column -> weight of the text.
    scores
        Calibrated logit of each of `model.matters`.
    best
        Place of the best team in `model.ways.teams`.
    """
    team = model.ways.teams[best]
    by_channel = model.ways.of(channel, is_public)
    lean = _lean(model, scores, best, by_channel)
    found = _merged([*_phrases(model, text, lean, team), *_words(model, text, columns, lean, team)])
    chosen = sorted(found, key=lambda reason: -abs(reason.weight))[:REASONS_SHOWN]
    weight = _channel_weight(model, softmax(scores), best, by_channel)
    if abs(weight) > _LEAST:
        chosen.append(Reason(features.kind_of(channel), weight, team, -1, -1, "channel"))
    return sorted(chosen, key=lambda reason: -abs(reason.weight))


def _merged(found: list[Reason]) -> list[Reason]:
    """Return one reason a place: a word that is a phrase by itself counts once, with both weights."""
    at: dict[tuple[int, int], Reason] = {}
    for reason in found:
        known = at.get((reason.start, reason.end))
        at[reason.start, reason.end] = replace(known, weight=known.weight + reason.weight) if known else reason
    return [reason for reason in at.values() if abs(reason.weight) > _LEAST]


def _lean(model: "Model", scores: np.ndarray, best: int, by_channel: np.ndarray) -> np.ndarray:
    """Return how much a unit of each feature moves the log-odds of the best team, at this text."""
    speaks = np.array([by_channel[best] if matter == BY_CHANNEL else float(matter == model.ways.teams[best]) for matter in model.matters])
    with np.errstate(divide="ignore"):
        pull = softmax(scores + np.log(speaks)) - softmax(scores + np.log(1 - speaks))
    return np.asarray(pull / model.temperature @ model.weights)


def _words(model: "Model", text: str, columns: dict[int, float], lean: np.ndarray, team: str) -> list[Reason]:
    space = model.space
    first: dict[str, Token] = {}
    for token in tokens(text):
        first.setdefault(token.word, token)
    return [_word(token, columns, lean, space, team, text) for token in first.values()]


def _word(token: Token, columns: dict[int, float], lean: np.ndarray, space: features.Space, team: str, text: str) -> Reason:
    normal = normalise(token.word)
    at = [space.words.columns.get(normal, -1)]
    at += [space.first_char + column for gram in set(features.chars(normal)) if (column := space.chars.columns.get(gram)) is not None]
    weight = sum(columns.get(column, 0.0) * float(lean[column]) for column in at if column >= 0)
    return Reason(text[token.start : token.end], weight, team, token.start, token.end, "word")


def _phrases(model: "Model", text: str, lean: np.ndarray, team: str) -> list[Reason]:
    first = {name: model.space.first_concept + i for i, name in enumerate(model.space.concepts)}
    found = concepts.mentions(text) if first else []
    return [Reason(text[m.start : m.end], float(lean[first[m.concept]]), team, m.start, m.end, "word") for m in found if m.concept in first]


def _channel_weight(model: "Model", shares: np.ndarray, best: int, by_channel: np.ndarray) -> float:
    """Return how far the way in moves the log-odds of the best team from where an unknown way would leave them."""

    def log_odds(by: np.ndarray) -> float:
        probability = float(np.clip(by[best], _LEAST, 1 - _LEAST))
        return math.log(probability / (1 - probability))

    return log_odds(model.team_probabilities(shares, by_channel)) - log_odds(model.team_probabilities(shares, np.asarray(model.ways.even)))
