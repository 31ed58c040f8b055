"""Mails as they come: written here after the standards, none of them real."""

PLAIN = b"""From: "Carla Example" <Carla@Citizen.example>
To: helpdesk@helpdesk.example
Subject: =?utf-8?q?Br=C3=BCckentage_2027?=
Date: Tue, 3 Nov 2026 10:00:00 +0100
Message-ID: <one@citizen.example>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Gibt es eine Liste der Br\xc3\xbcckentage?
"""
WRONG_CHARSET = PLAIN.replace(b"charset=utf-8", b"charset=x-unknown-99").replace(b"Br\xc3\xbcckentage?", b"Br\xfcckentage?")
NO_SENDER = PLAIN.replace(b'From: "Carla Example" <Carla@Citizen.example>\n', b"")
NESTED = b"""From: carla@citizen.example
To: helpdesk@helpdesk.example
Subject: Forwarded
Message-ID: <nested@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: multipart/alternative; boundary="in"

--in
Content-Type: text/plain

See below.
--in
Content-Type: text/html

<p>See <b>below</b>.</p>
--in--
--out
Content-Type: message/rfc822

From: shop@elsewhere.example
Subject: Your order

Hidden inside.
--out
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

eJ8+IgA=
--out
Content-Type: application/pdf
Content-Disposition: attachment; filename="../../etc/empty.pdf"

--out
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR
--out--
"""
HTML_ONLY = b"""From: carla@citizen.example
Subject: A page
Message-ID: <html@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="r"

--r
Content-Type: text/html; charset=iso-8859-1

<html><head><style>p{}</style></head><body><p>Caf\xe9</p><p>geschlossen <img src="cid:logo"></p></body></html>
--r
Content-Type: image/png
Content-ID: <logo>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--r--
"""
CUT_OFF = NESTED[: NESTED.index(b"eJ8+")]
ENCRYPTED = b"""From: carla@citizen.example
Subject: Secret
Message-ID: <enc@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="e"

--e
Content-Type: application/pgp-encrypted

Version: 1
--e
Content-Type: application/octet-stream; name="encrypted.asc"

-----BEGIN PGP MESSAGE-----
--e--
"""


def bounce(message_id: str, status: str = "5.1.1", to: str = "reply@helpdesk.example") -> bytes:
    """Return a delivery status notification for a mail of ours (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn{abs(hash((message_id, status)))}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail came back.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; carla@citizen.example
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Your question
--b--
""".encode()


def mail(*headers: str, text: str = "Thank you, that helps.", sender: str = "carla@citizen.example", number: int = 1) -> bytes:
    """Return a short mail with further headers."""
    given = "\n".join(headers)
    has_subject = "Subject:" in given
    head = f"From: {sender}\nMessage-ID: <m{number}@citizen.example>\n{'' if has_subject else 'Subject: Hello' + chr(10)}"
    return f"{head}{given}{chr(10) if given else ''}\n{text}\n".encode()


SEEN = b"""From: carla@citizen.example
To: reply@helpdesk.example
Subject: Read: Your question
Message-ID: <mdn@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="m"

--m
Content-Type: text/plain

Your mail was shown.
--m
Content-Type: message/disposition-notification

Reporting-UA: citizen.example; Mailer
Final-Recipient: rfc822; carla@citizen.example
Original-Message-ID: <a.1.b@helpdesk.example>
Disposition: manual-action/MDN-sent-manually; displayed

--m--
"""
SIGNED = """From: carla@citizen.example
Subject: Signed
Message-ID: <signed@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="s"

--s
Content-Type: text/plain; charset=utf-8

Gibt es eine Liste der Brückentage?
--s
Content-Type: application/pkcs7-signature; name="smime.p7s"
Content-Transfer-Encoding: base64

MIAGCSqGSIb3
--s--
""".encode()
NO_BOUNDARY = """From: carla@citizen.example
Subject: Badly made
Message-ID: <bad@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/mixed

Gibt es eine Liste der Brückentage?
""".encode()


def with_file(content: bytes) -> bytes:
    """Return a mail with a large file."""
    from email.message import EmailMessage

    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "carla@citizen.example", "A large file", "<large@citizen.example>"
    made.set_content("See the file.")
    made.add_attachment(content, maintype="application", subtype="pdf", filename="large.pdf")
    return made.as_bytes()


PAYLOADS = {
    "first": PLAIN,
    "reply": mail("In-Reply-To: <one@citizen.example>", "References: <one@citizen.example>", number=2),
    "file": NESTED,
    "unknown": mail("Auto-Submitted: auto-generated", number=3),
    "malformed": NO_SENDER,
}
