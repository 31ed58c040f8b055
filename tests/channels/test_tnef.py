"""winmail.dat: its files and text are read, and no bytes raise."""

import base64
import struct

from hypothesis import given
from hypothesis import strategies as st

from inbox.channels.base import Incoming
from inbox.channels.email import tnef
from inbox.channels.email.parse import parse


def _attribute(level: int, tag: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) % 65536)


PACKED = b"".join([
    tnef.SIGNATURE, b"\x01\x00", _attribute(1, tnef.BODY, b"Zie de brief.\0"), _attribute(2, tnef.NEXT_FILE, b"\0" * 14),
    _attribute(2, tnef.TITLE, b"brief.pdf\0"), _attribute(2, tnef.DATA, b"%PDF-1"), _attribute(2, tnef.NEXT_FILE, b"\0" * 14),
    _attribute(2, tnef.DATA, b"\x89PNG"), _attribute(2, tnef.TITLE, b"..\\foto.png\0"),
])  # fmt: skip
MAIL = b"""From: carla@citizen.example
Subject: Packed
Message-ID: <tnef@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="t"

--t
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

%s
--t--
""" % base64.encodebytes(PACKED)


def test_files_and_text_are_unpacked() -> None:
    assert tnef.unpack(PACKED) == ("Zie de brief.", [("brief.pdf", b"%PDF-1"), ("..\\foto.png", b"\x89PNG")])


def test_a_mail_shows_what_was_packed_beside_the_packing() -> None:
    (found,) = parse(MAIL)
    assert isinstance(found, Incoming)
    assert found.text == "Zie de brief."
    assert [(file.name, file.content_type) for file in found.attachments] == [
        ("winmail.dat", "application/ms-tnef"), ("brief.pdf", "application/pdf"), ("foto.png", "image/png"),
    ]  # fmt: skip


@given(st.binary(max_size=80), st.integers(0, len(PACKED)))
def test_any_bytes_give_what_can_be_read(noise: bytes, at: int) -> None:
    for packed in (noise, PACKED[:at], PACKED[:at] + noise):
        assert isinstance(tnef.unpack(packed)[1], list)
