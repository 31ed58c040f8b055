"""Model files: plain arrays with a format number and a signature, written whole or not at all. Never a pickle.

A file is one line with the HMAC-SHA256 of the rest, then NumPy's npz. What is not signed with our key is not opened.
"""

import hashlib
import hmac
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from classifier.coverage import Tried
from classifier.facets import Facets
from classifier.features import Space, Vocabulary
from classifier.linear import Linear
from classifier.model import Model
from classifier.ways import Ways

FORMAT = 4


class ModelFileError(Exception):
    """A model file cannot be used."""


class Missing(ModelFileError):
    """There is no model file."""


class Outdated(ModelFileError):
    """The file was written in another format than this version reads."""


class Corrupt(ModelFileError):
    """The file was changed, cut off, or signed with another key."""


def save(model: Model, path: Path, key: str) -> None:
    """Write `model` to `path`, signed with `key`; a reader sees the old file or the new one, never a part."""
    facts = {
        "format": FORMAT,
        "matters": model.matters,
        "teams": model.ways.teams,
        "ways": model.ways.shares,
        "concepts": model.space.concepts,
        "temperature": model.temperature,
        "threshold": model.threshold,
        "version": model.version,
        "facets": _facts(model.facets),
    }
    of_facets = model.facets.linear if model.facets else Linear((), np.zeros((0, 0)), np.zeros(0))
    tried = model.tried or Tried(np.zeros(0), np.zeros(0, dtype=bool))
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        facts=_pack(json.dumps(facts)),
        word_names=_pack("\n".join(model.space.words.columns)),
        word_columns=np.array(list(model.space.words.columns.values()), dtype=np.int32),
        word_idf=model.space.words.idf,
        char_names=_pack("\n".join(model.space.chars.columns)),
        char_columns=np.array(list(model.space.chars.columns.values()), dtype=np.int32),
        char_idf=model.space.chars.idf,
        weights=model.weights.astype(np.float32),
        intercepts=model.intercepts,
        facet_weights=of_facets.weights.astype(np.float32),
        facet_intercepts=of_facets.intercepts,
        tried_confidence=tried.confidence,
        tried_right=tried.right,
    )
    body = buffer.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(_sign(body, key) + b"\n" + body)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)


def load(path: Path, key: str) -> Model:
    """Return the model in `path`.

    Raises
    ------
    Missing, Outdated, Corrupt
        There is no file; it has another format; its signature or content is wrong.
    """
    try:
        signature, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise Missing(f"There is no model at {path.name}.") from None
    if not hmac.compare_digest(signature, _sign(body, key)):
        raise Corrupt(f"The signature of {path.name} is wrong: it was changed, cut off, or written with another key.")
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
            return _model({name: arrays[name] for name in arrays.files})
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise Corrupt(f"{path.name} cannot be read: {error}") from error


def _model(arrays: dict[str, np.ndarray]) -> Model:
    facts = json.loads(_unpack(arrays["facts"]))
    if facts["format"] != FORMAT:
        raise Outdated(f"The model has format {facts['format']}, this version reads {FORMAT}: train it again.")
    return Model(
        matters=tuple(facts["matters"]),
        ways=Ways(tuple(facts["teams"]), {name: tuple(shares) for name, shares in facts["ways"].items()}),
        space=Space(_vocabulary(arrays, "word"), _vocabulary(arrays, "char"), tuple(facts["concepts"])),
        weights=arrays["weights"].astype(np.float64),
        intercepts=arrays["intercepts"],
        temperature=facts["temperature"],
        threshold=facts["threshold"],
        version=facts["version"],
        facets=_facets(facts["facets"], arrays),
        tried=Tried(arrays["tried_confidence"], arrays["tried_right"]) if arrays["tried_right"].size else None,
    )


def _facts(facets: Facets | None) -> dict[str, object] | None:
    return {"labels": facets.linear.labels, "temperature": facets.temperature, "thresholds": facets.thresholds} if facets else None


def _facets(facts: dict[str, Any] | None, arrays: dict[str, np.ndarray]) -> Facets | None:
    if facts is None:
        return None
    linear = Linear(tuple(facts["labels"]), arrays["facet_weights"].astype(np.float64), arrays["facet_intercepts"])
    return Facets(linear, facts["temperature"], facts["thresholds"])


def _vocabulary(arrays: dict[str, np.ndarray], kind: str) -> Vocabulary:
    joined = _unpack(arrays[f"{kind}_names"])
    names = joined.split("\n") if joined else []
    return Vocabulary(dict(zip(names, arrays[f"{kind}_columns"].tolist(), strict=True)), arrays[f"{kind}_idf"])


def _pack(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _unpack(array: np.ndarray) -> str:
    return array.tobytes().decode()


def _sign(body: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest().encode()
