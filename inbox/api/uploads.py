"""Attachments that come through the API: checked by the desk's own rules, kept until intake claims them."""

import hashlib
import secrets
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from rest_framework.serializers import ValidationError

from inbox import files


def keep(uploads: Sequence[UploadedFile]) -> str:
    """Check and keep the files; return the key intake claims them by ("" for none). Raises ValidationError naming each refused file."""
    if not uploads:
        return ""
    key = secrets.token_hex(16)
    refused = files.keep(key, uploads)
    if refused:
        files.drop(key, [str(pk) for pk in files.kept(key).values_list("pk", flat=True)])
        raise ValidationError({"attachments": refused})
    return key


def digests(uploads: Sequence[UploadedFile]) -> list[str]:
    """Return the files' SHA-256 digests, sorted."""
    found = []
    for upload in uploads:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        found.append(digest.hexdigest())
    return sorted(found)
