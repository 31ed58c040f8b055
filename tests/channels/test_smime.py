"""Mails signed as one block are read without a key; encrypted ones stay closed, and the agent is told. Certificates are made here."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.people.models import User
from inbox import accounts, sources
from inbox.channels.base import Incoming
from inbox.channels.email import smime
from inbox.channels.email.page import shown
from inbox.channels.email.parse import parse
from inbox.models import Question
from tests.channels import mails

DER = serialization.Encoding.DER
OPAQUE = [pkcs7.PKCS7Options.Binary]
INNER = """Content-Type: multipart/mixed; boundary="i"

--i
Content-Type: text/plain; charset=utf-8

Gibt es eine Liste der Brückentage?
--i
Content-Type: application/pdf; name="liste.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--i--
""".encode()

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate() -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.EMAIL_ADDRESS, "carla@citizen.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(1)
    return made.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(KEY, hashes.SHA256())


CERTIFICATE = _certificate()


def _signed(content: bytes) -> bytes:
    return pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(CERTIFICATE, KEY, hashes.SHA256()).sign(DER, OPAQUE)


def _encrypted(content: bytes) -> bytes:
    return pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(CERTIFICATE).encrypt(DER, OPAQUE)


def _streamed(content: bytes, size: int = 20) -> bytes:
    """Return the same block as a program writes it that does not know its length beforehand (BER, indefinite lengths)."""
    pieces = b"".join(b"\x04" + bytes([len(content[at : at + size])]) + content[at : at + size] for at in range(0, len(content), size))
    octets = b"\x24\x80" + pieces + b"\0\0"
    encapsulated = b"\x30\x80\x06\x09" + bytes.fromhex("2a864886f70d010701") + b"\xa0\x80" + octets + b"\0\0\0\0"
    data = b"\x30\x80\x02\x01\x01\x31\x00" + encapsulated + b"\x31\x00\0\0"
    return b"\x30\x80\x06\x09" + smime.SIGNED_DATA + b"\xa0\x80" + data + b"\0\0\0\0"


def _mail(block: bytes, kind: str = "signed-data", subtype: str = "pkcs7-mime") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = "carla@citizen.example", "helpdesk@helpdesk.example", "Signed", "<p7m@citizen.example>"
    made.set_content(block, maintype="application", subtype=subtype, filename="smime.p7m", params={"smime-type": kind})
    return made.as_bytes()


def _one(raw: bytes) -> Incoming:
    (found,) = parse(raw)
    assert isinstance(found, Incoming)
    return found


@pytest.mark.parametrize("block", [_signed(INNER), _streamed(INNER), _signed(b"Content-Type: application/pkcs7-mime; name=smime.p7m\n"
                                   b"Content-Transfer-Encoding: binary\n\n" + _signed(INNER))], ids=["DER", "BER", "signed twice"])  # fmt: skip
@pytest.mark.parametrize("subtype", ["pkcs7-mime", "x-pkcs7-mime", "octet-stream"])
def test_what_was_signed_as_one_block_is_read(block: bytes, subtype: str) -> None:
    found = _one(_mail(block, subtype=subtype))
    assert found.text == "Gibt es eine Liste der Brückentage?"
    assert [(file.name, file.content) for file in found.attachments] == [("liste.pdf", b"%PDF-")]


def test_the_page_of_a_signed_mail_shows_what_was_signed() -> None:
    html = b"Content-Type: text/html; charset=utf-8\n\n<p>Hallo</p>\n"
    assert "<p>Hallo</p>" in shown(_mail(_signed(html))).html


def test_an_encrypted_mail_stays_a_file() -> None:
    found = _one(_mail(_encrypted(INNER), "enveloped-data"))
    assert (found.text, [file.name for file in found.attachments]) == ("", ["smime.p7m"])


def test_a_signature_beside_the_text_changes_nothing() -> None:
    assert [file.content_type for file in _one(mails.SIGNED).attachments] == ["application/pkcs7-signature"]


@pytest.mark.parametrize("length", [0, 1, 40, 200])
def test_a_block_that_was_cut_off_stays_a_file(length: int) -> None:
    assert [file.name for file in _one(_mail(_signed(INNER)[:length])).attachments] == ["smime.p7m"]


@given(st.binary(max_size=60), st.integers(0, 80))
def test_any_bytes_are_a_block_or_none(noise: bytes, at: int) -> None:
    for block in (noise, _streamed(INNER)[:at] + noise, b"\x30\x80" * at + noise):
        found = smime.content(block)
        assert found is None or isinstance(found, bytes)


def test_a_block_of_countless_elements_is_given_up() -> None:
    assert smime.content(b"\x30\x80" + b"\x05\x00" * (smime.MOST_ELEMENTS + 1)) is None


@pytest.mark.parametrize(
    ("raw", "is_locked"),
    [
        (_mail(_encrypted(INNER), "enveloped-data"), True),
        (mails.ENCRYPTED, True),
        (mails.mail(text="-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"), True),
        (_mail(_signed(INNER)), False),
        (mails.SIGNED, False),
    ],
    ids=["S/MIME", "PGP/MIME", "PGP in the text", "signed as one block", "signed beside"],
)
@pytest.mark.django_db
def test_the_agent_is_told_that_a_mail_is_encrypted(client: Client, ana: User, raw: bytes, is_locked: bool) -> None:
    sources.receive(accounts.mailbox(), raw)
    client.force_login(ana)
    page = client.get(f"/desk/q/{Question.objects.get().reference}/?view=everyone").content.decode()
    assert ("the desk has no key to it" in page) == is_locked
