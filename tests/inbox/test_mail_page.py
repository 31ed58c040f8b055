"""A mail as it came, in its frame: its own pictures, nobody else's, and nothing that runs."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.people.models import User
from inbox import accounts, sources
from inbox.models import Message, Question, Source
from tests.channels import mails

HTML = b"""<p onclick="steal()">Look: <img src="cid:logo@citizen" alt="our logo"><img src="https://tracker.example/x.png" alt="seen">
<script>steal()</script><a href="data:text/html,x">data</a><a href="javascript:steal()">here</a><img src='data:image/png;base64,AAAA'></p>"""
MAIL = (
    b"""From: Carla Example <carla@citizen.example>
To: helpdesk@helpdesk.example
Subject: With a picture
Message-ID: <picture@citizen.example>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset=utf-8

%b
--b
Content-Type: image/png; name="logo.png"
Content-ID: <logo@citizen>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""
    % HTML
)


@pytest.fixture
def mail(db: None) -> Message:
    """Carla's mail with a picture."""
    message = sources.receive(accounts.mailbox(), MAIL).message
    assert message
    return message


def _page(client: Client, message: Message) -> str:
    return client.get(reverse("mail_page", args=[message.question.reference, message.pk])).content.decode()


def test_the_mails_own_pictures_are_shown_and_no_others(client: Client, mail: Message, lena: User) -> None:
    client.force_login(lena)
    page = _page(client, mail)
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in page
    assert "tracker.example" not in page and "AAAA" not in page


def test_nothing_in_a_mail_runs(client: Client, mail: Message, lena: User) -> None:
    client.force_login(lena)
    page = _page(client, mail)
    assert "steal" not in page and "data:text" not in page


def test_the_frame_has_a_policy_of_its_own(client: Client, mail: Message, lena: User) -> None:
    client.force_login(lena)
    answer = client.get(reverse("mail_page", args=[mail.question.reference, mail.pk]))
    assert "sandbox" in answer["Content-Security-Policy"] and "script" not in answer["Content-Security-Policy"].replace("sandbox", "")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_without_html_shows_its_text(client: Client, lena: User, db: None) -> None:
    message = sources.receive(accounts.mailbox(), mails.PLAIN).message
    client.force_login(lena)
    assert message and "Brückentage?" in _page(client, message)


def test_what_came_by_the_form_has_no_page(client: Client, question: Question, lena: User) -> None:
    client.force_login(lena)
    message = question.messages.get(kind=Message.Kind.INCOMING)
    assert client.get(reverse("mail_page", args=[question.reference, message.pk])).status_code == 404


def test_only_a_lead_finds_the_source_beside_the_message(client: Client, mail: Message, lena: User, ana: User) -> None:
    address, source = reverse("question", args=[mail.question.reference]), reverse("source", args=[Source.objects.get().pk])
    client.force_login(ana)
    assert source not in client.get(address).content.decode()
    assert client.get(source).status_code == 403
    client.force_login(lena)
    assert source in client.get(address).content.decode()
    assert client.get(source).content == MAIL
