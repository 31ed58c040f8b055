"""Which answers to suggest for a question: those whose wordings fit, and those that agents put in for questions like it.

What was put in can lift an answer by a bounded amount and never holds one down; what was offered and not taken counts nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from classifier import retrieval, terms
from classifier.postings import Document
from classifier.retrieval import Asked, Index, document

ALIKE = 0.3
MOST_LIFT = 0.25
USES_OF_ONE = 50
USES_KEPT = 10_000
QUESTION_KINDS = {terms.WORD: 1.0, terms.PART: 0.3, terms.TERM: 2.0}


@dataclass(frozen=True)
class Wording:
    """An answer's text in one language; `key` is its own id, `answer` the answer's."""

    key: int
    answer: int
    language: str
    title: str
    keywords: str
    text: str


@dataclass(frozen=True)
class Use:
    """A question for which an agent sent an answer: `key` tells uses apart and rises with time."""

    key: int
    answer: int
    language: str
    text: str


@dataclass(frozen=True)
class Ranked:
    """An answer that may fit.

    Attributes
    ----------
    answer : int
        Its id.
    score : float
        How much of what the question says its best wording holds (0 to 1), and at most `MOST_LIFT` for its uses.
    wording : int or None
        Key of the wording that fits best; None when only its uses speak for it.
    uses : int
        How often it was sent for questions like this one.
    """

    answer: int
    score: float
    wording: int | None
    uses: int


class Recommender:
    """The wordings and the uses a desk knows; changed one by one, read meanwhile without a lock."""

    def __init__(self) -> None:
        self.wordings: Index[int] = Index()
        self.uses: Index[int] = Index(QUESTION_KINDS)
        self._kept: dict[int, int] = {}

    def change(self, wordings: Sequence[Wording], gone: Sequence[int] = ()) -> None:
        """Take in new and changed wordings, and take out those with the keys `gone`."""
        self.wordings.change([_document(row) for row in wordings], [*gone, *(row.key for row in wordings)])

    def learn(self, uses: Sequence[Use]) -> None:
        """Take in uses; of one answer only the newest `USES_OF_ONE` are kept, of all `USES_KEPT`."""
        self._kept |= {use.key: use.answer for use in uses}
        surplus = _surplus(self._kept)
        for key in surplus:
            del self._kept[key]
        kept = [use for use in uses if use.key in self._kept]
        self.uses.change([document(use.key, use.answer, use.language, use.text) for use in kept], {*surplus, *(use.key for use in kept)})

    def unlearn(self) -> None:
        """Forget all uses."""
        self.uses.remove(list(self._kept))
        self._kept.clear()

    def rank(self, asked: Asked, language: str, count: int = 10) -> list[Ranked]:
        """Return at most `count` answers, best first; `language` is the one the reply goes out in."""
        fitting = {hit.group: hit for hit in self.wordings.query(asked, language, retrieval.CANDIDATES)}
        votes = self.uses.votes(asked, language, ALIKE)
        ranked = []
        for answer in {**fitting, **votes}:
            hit, (times, total) = fitting.get(answer), votes.get(answer, (0, 0.0))
            ranked.append(Ranked(answer, (hit.score if hit else 0.0) + MOST_LIFT * total / (total + 1), hit.key if hit else None, times))
        return sorted(ranked, key=lambda row: -row.score)[:count]

    def why(self, asked: Asked, ranked: Ranked) -> list[str]:
        """Return the question's own words that led to the answer."""
        return self.wordings.why(asked, ranked.wording) if ranked.wording is not None else []


def _document(row: Wording) -> Document[int]:
    return document(row.key, row.answer, row.language, f"{row.title}\n{row.keywords}", row.text)


def _surplus(kept: dict[int, int]) -> set[int]:
    """Return the keys of the oldest uses over the bounds."""
    seen: Counter[int] = Counter()
    surplus = set()
    for place, key in enumerate(sorted(kept, reverse=True)):
        seen[kept[key]] += 1
        if place >= USES_KEPT or seen[kept[key]] > USES_OF_ONE:
            surplus.add(key)
    return surplus
