"""Secrets of accounts: encrypted at rest, never shown again, never logged.

The keys come from the environment. The first one encrypts, all of them decrypt: put a new key in front, run
`manage.py rotate_secrets`, then take the old one away.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Locked(Exception):
    """The secrets cannot be read with the keys of this process."""


@lru_cache(maxsize=4)
def _key(phrase: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.scrypt(phrase.encode(), salt=b"inbox.vault", n=16384, r=8, p=1, dklen=32)))


def _box() -> MultiFernet:
    return MultiFernet([_key(phrase) for phrase in settings.SECRETS_KEYS or [settings.SECRET_KEY]])


def seal(secrets: Mapping[str, str]) -> str:
    """Return `secrets` as a text that only our keys can read; "" for none."""
    return _box().encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def open_(sealed: str) -> dict[str, str]:
    """Return what was sealed; raises Locked."""
    if not sealed:
        return {}
    try:
        return {str(key): str(value) for key, value in json.loads(_box().decrypt(sealed.encode())).items()}
    except InvalidToken as error:
        raise Locked("The account's secrets cannot be read: the key in SECRETS_KEYS has changed. Connect the account again.") from error


def again(sealed: str) -> str:
    """Return `sealed` under the first key; raises Locked."""
    return seal(open_(sealed))
