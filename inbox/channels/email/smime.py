"""What is inside a mail that was signed as one opaque block. Pure; no key is needed, and the signature is not judged.

Some mail programs wrap the whole mail in a CMS block instead of adding the signature beside it. What is encrypted stays closed.

Sources: RFC 8551 (S/MIME, application/pkcs7-mime), RFC 5652 (CMS, SignedData), X.690 (BER).
"""

KINDS = ("application/pkcs7-mime", "application/x-pkcs7-mime")
ENDING = ".p7m"
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
SEQUENCE, OID, INTEGER, SET, FIRST, OCTETS, OCTETS_IN_PARTS = 0x30, 0x06, 0x02, 0x31, 0xA0, 0x04, 0x24
INDEFINITE = 0x80
MOST_ELEMENTS = 500_000
DEEPEST = 12


class _Unknown(ValueError):
    """The bytes are not what they should be."""


class _Block:
    """BER, read element by element; both counts and depth are bounded, because a sender chose the bytes."""

    def __init__(self, packed: bytes) -> None:
        self.packed, self.left = packed, MOST_ELEMENTS

    def head(self, at: int) -> tuple[int, int, int | None]:
        """Return the tag at a place, where its content begins, and where it ends; None where only the content tells."""
        self.left -= 1
        if self.left < 0 or at + 2 > len(self.packed):
            raise _Unknown
        tag, length, start = self.packed[at], self.packed[at + 1], at + 2
        if length == INDEFINITE:
            return tag, start, None
        if length > INDEFINITE:
            count = length - INDEFINITE
            length, start = int.from_bytes(self.packed[start : start + count]), start + count
        if start + length > len(self.packed):
            raise _Unknown
        return tag, start, start + length

    def element(self, at: int, depth: int = 0) -> tuple[int, int, int, int]:
        """Return the tag at a place, where its content begins and ends, and where the next element begins."""
        tag, start, end = self.head(at)
        if end is not None:
            return tag, start, end, end
        if depth > DEEPEST:
            raise _Unknown
        end = start
        while self.packed[end : end + 2] != b"\0\0":
            end = self.element(end, depth + 1)[3]
        return tag, start, end, end + 2

    def inside(self, at: int, tag: int) -> int:
        """Return where the content of the element at a place begins; raises for another tag."""
        found, start, _end = self.head(at)
        if found != tag:
            raise _Unknown
        return start

    def after(self, at: int, tag: int) -> int:
        """Return where the element after the one at a place begins; raises for another tag."""
        found, _start, _end, following = self.element(at)
        if found != tag:
            raise _Unknown
        return following

    def octets(self, at: int, depth: int = 0) -> bytes:
        """Return an octet string, also one that comes in parts."""
        tag, start, end, _after = self.element(at)
        if tag == OCTETS:
            return self.packed[start:end]
        if tag != OCTETS_IN_PARTS or depth > DEEPEST:
            raise _Unknown
        parts = []
        while start < end:
            parts.append(self.octets(start, depth + 1))
            start = self.element(start)[3]
        return b"".join(parts)


def content(packed: bytes) -> bytes | None:
    """Return the mail that was signed; None for what is encrypted, cut off, or no such block."""
    block = _Block(packed)
    try:
        _tag, start, end, wrapped = block.element(block.inside(0, SEQUENCE))
        if packed[start:end] != SIGNED_DATA:
            return None
        version = block.inside(block.inside(wrapped, FIRST), SEQUENCE)
        encapsulated = block.inside(block.after(block.after(version, INTEGER), SET), SEQUENCE)
        return block.octets(block.inside(block.after(encapsulated, OID), FIRST))
    except _Unknown:
        return None
