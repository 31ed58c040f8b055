"""Spoiling texts on purpose, as citizens do: short, mistyped, mixed, shouted, without accents, with emoji. For measuring only.

The same text is always spoilt the same way, so that two measurements can be compared.
"""

import random
import re
from collections.abc import Callable

from classifier.text import fold

SHORT_WORDS = 8
TYPED_WRONG = 0.15
LEAST_LETTERS = 4
EMOJI = ("😀", "🙏", "😡", "🇧🇪", "❤️", "🤷")
OPENINGS = ("Bonjour, ", "Goedendag, ik heb een vraag. ", "Guten Tag, eine Frage: ", "Hello, I have a question. ")
CLOSINGS = (" Alvast bedankt!", " Merci d'avance.", " Vielen Dank!", " Thanks in advance.")
GREETINGS = ("Bonjour", "Goedendag", "Guten Tag", "Hello there", "Dag allemaal", "Merci beaucoup", "Dank u wel!", "Hi, thanks", "👋 hallo", "Bonsoir madame")
_NEIGHBOURS = {"a": "s", "e": "r", "i": "o", "o": "p", "n": "m", "t": "r", "s": "d", "r": "t", "l": "k", "d": "f"}
_WORD = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}")


def _chance(text: str) -> random.Random:
    return random.Random(text)


def short(text: str) -> str:
    """Return the first SHORT_WORDS words of the longest sentence."""
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return " ".join(max(sentences, key=len).split()[:SHORT_WORDS])


def typing_errors(text: str) -> str:
    """Return the text with every seventh longer word mistyped: letters swapped, left out, doubled or beside the key."""
    chance = _chance(text)

    def spoil(found: re.Match[str]) -> str:
        word = found.group()
        return _mistyped(word, chance) if chance.random() < TYPED_WRONG else word

    return _WORD.sub(spoil, text)


def _mistyped(word: str, chance: random.Random) -> str:
    at, how = chance.randrange(1, len(word) - 1), chance.randrange(4)
    if how == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if how == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + (word[at] * 2 if how == 2 else _NEIGHBOURS.get(word[at], word[at])) + word[at + 1 :]


def mixed_languages(text: str) -> str:
    """Return the text with an opening and a closing in other languages."""
    chance = _chance(text)
    return chance.choice(OPENINGS) + text + chance.choice(CLOSINGS)


def capitals(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


def no_accents(text: str) -> str:
    """Return the text in small letters without accents or punctuation."""
    return re.sub(r"[.,;:!?'’\"]", " ", fold(text))


def emoji(text: str) -> str:
    """Return the text with an emoji after every sixth word."""
    chance, words = _chance(text), text.split()
    return " ".join(f"{word} {chance.choice(EMOJI)}" if place % 6 == 5 else word for place, word in enumerate(words)) + " " + chance.choice(EMOJI)


KINDS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "short text": short,
    "typing errors": typing_errors,
    "mixed languages": mixed_languages,
    "all capitals": capitals,
    "no accents": no_accents,
    "emoji": emoji,
}
