"""The other way to find near-duplicates, kept to be compared with: MinHash over runs of characters.

Source: Broder, "On the resemblance and containment of documents", 1997.
"""

import zlib
from collections.abc import Sequence

import numpy as np

from classifier.similar import Near, without_ending
from classifier.text import normalise

RUN = 5
HASHES = 128
ALIKE = 0.2
_PRIME = (1 << 31) - 1


def runs(text: str) -> set[int]:
    """Return the hashed runs of five characters of a text."""
    clean = normalise(without_ending(text))
    return {zlib.crc32(clean[place : place + RUN].encode()) & 0x7FFFFFFF for place in range(max(1, len(clean) - RUN + 1))}


def signatures(texts: Sequence[str]) -> np.ndarray:
    """Return a signature for each text, shape (n, HASHES): how often two agree estimates how much their runs overlap (Jaccard)."""
    chance = np.random.default_rng(1997)
    factors = chance.integers(1, _PRIME, HASHES, dtype=np.uint64)
    offsets = chance.integers(0, _PRIME, HASHES, dtype=np.uint64)
    rows = [np.fromiter(runs(text), dtype=np.uint64) for text in texts]
    return np.array([((row[:, None] % _PRIME * factors + offsets) % _PRIME).min(axis=0) for row in rows], dtype=np.uint32)


def near(texts: Sequence[str], alike: float = ALIKE) -> Near:
    """Return which texts are near-duplicates of which, shape (n, n)."""
    signed = signatures(texts)
    agree = np.zeros((len(texts), len(texts)), dtype=np.uint16)
    for column in signed.T:
        agree += column[:, None] == column[None, :]
    close = np.asarray(agree >= alike * HASHES, dtype=bool)
    np.fill_diagonal(close, val=False)
    return close
