"""A text as models read it: taken apart once, however many models learn from it or are asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from classifier import concepts
from classifier.concepts import Mention
from classifier.text import Token, mask, pieces


@dataclass(frozen=True)
class Reading:
    """The words of a text; what follows from them is worked out when it is first asked for."""

    tokens: Sequence[Token]

    @cached_property
    def singles(self) -> list[str]:
        """The words, addresses and numbers masked."""
        return [mask(token.word) for token in self.tokens]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every place where the text mentions a concept."""
        return concepts.mentions(self.tokens)


def read(text: str) -> Reading:
    """Return a text taken apart."""
    return Reading(pieces(text))
