"""What is packed in a winmail.dat: its files and its text. Pure; whatever can be read is read, the rest is left out.

Source: MS-OXTNEF, Transport Neutral Encapsulation Format (attributes of message and attachments).
"""

import struct
from collections.abc import Iterator

SIGNATURE = b"\x78\x9f\x3e\x22"
KINDS = ("application/ms-tnef", "application/vnd.ms-tnef")
HEAD = struct.Struct("<BII")
BODY, NEXT_FILE, TITLE, DATA = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F


def unpack(packed: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text, and each file's name and content; ("", []) for what is no such packing.

    A packing that was cut off gives the files before the cut.
    """
    text, name = "", ""
    files: list[tuple[str, bytes]] = []
    for tag, value in _attributes(packed):
        if tag == BODY:
            text = _words(value)
        elif tag == NEXT_FILE:
            name = ""
        elif tag == TITLE:
            name = _words(value)
            if files and files[-1][0] == "":
                files[-1] = (name, files[-1][1])
        elif tag == DATA:
            files.append((name, value))
    return text, files


def _attributes(packed: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(SIGNATURE) + 2 if packed.startswith(SIGNATURE) else len(packed)
    while at + HEAD.size <= len(packed):
        _level, tag, length = HEAD.unpack_from(packed, at)
        at += HEAD.size
        if at + length > len(packed):
            return
        yield tag, packed[at : at + length]
        at += length + 2


def _words(value: bytes) -> str:
    return value.rstrip(b"\0").decode("cp1252", "replace").replace("\0", "")
