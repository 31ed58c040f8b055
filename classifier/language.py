"""Which of the desk's four languages a text is in; "not sure" for too little text, and for any other language.

A naive Bayes over character n-grams, learnt from our own training questions when first asked (about a second), with the
form's language as prior. It knows nothing but the desk's languages, so it never guesses Afrikaans for Dutch.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from classifier.examples import LANGUAGES, load
from classifier.text import normalise

SIZES = (1, 2, 3, 4)
LEAST_LETTERS = 3
SURE = 0.75
PRIOR_WEIGHT = 3.0
LETTERS_READ = 600
STRANGE_SHARE = 0.45


@dataclass(frozen=True)
class Language:
    """A language code or None (not sure, or none of ours), and how sure: 0 to 1."""

    code: str | None
    confidence: float


def identify(text: str, prior: str | None = None) -> Language:
    """Return the language of `text`; `prior` is the language of the page or account it came by."""
    normal = normalise(text)[:LETTERS_READ]
    if sum(char.isalpha() for char in normal) < LEAST_LETTERS:
        return Language(None, 0.0)
    grams, profiles = _grams(normal), _profiles()
    if _strange(grams, profiles):
        return Language(None, 0.0)
    scores = {code: sum(profile.get(gram, floor) for gram in grams) / len(SIZES) for code, (profile, floor) in profiles.items()}
    if prior in scores:
        scores[prior] += math.log(PRIOR_WEIGHT)
    best = max(scores, key=lambda code: scores[code])
    confidence = 1 / sum(math.exp(min(score - scores[best], 0.0)) for score in scores.values())
    return Language(best if confidence >= SURE else None, confidence)


def _grams(text: str) -> list[str]:
    padded = f" {text} "
    return [padded[i : i + size] for size in SIZES for i in range(len(padded) - size + 1)]


def _strange(grams: list[str], profiles: dict[str, tuple[dict[str, float], float]]) -> bool:
    """Tell whether no language of ours knows enough of the text's three-letter runs."""
    runs = [gram for gram in grams if len(gram) == 3]
    best = max(sum(run in profile for run in runs) for profile, _floor in profiles.values())
    return len(runs) > 8 and best < len(runs) * (1 - STRANGE_SHARE)


@lru_cache(maxsize=1)
def _profiles() -> dict[str, tuple[dict[str, float], float]]:
    """Return per language the log-probability of every n-gram, and that of an unknown one."""
    texts: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for example in load("train"):
        texts[example.language].append(normalise(example.text))
    return {code: _profile(Counter(gram for text in texts[code] for gram in _grams(text))) for code in LANGUAGES if texts[code]}


def _profile(counts: Counter[str]) -> tuple[dict[str, float], float]:
    total = sum(counts.values()) + 0.5 * (len(counts) + 1)
    return {gram: math.log((count + 0.5) / total) for gram, count in counts.items()}, math.log(0.5 / total)
