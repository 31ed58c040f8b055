"""What networks write beyond a first message: edits, deletions, shared things, and what they do not hand over."""

import json
import re
from pathlib import Path

import pytest

from inbox import accounts, sources
from inbox.channels import base, registry
from inbox.channels.x.channel import XChannel
from inbox.models import Message, Question
from tests.channels import mails
from tests.channels.cases import BLUESKY, CASES, FACEBOOK, INSTAGRAM, TELEGRAM, WHATSAPP, X_CASE, Case
from tests.fakes.others import X

TABLE = Path(__file__).parents[2] / "docs/reference/channels.md"
COLUMNS = ("first", "reply", "edit", "removal", "file", "unknown", "malformed")


def _items(case: Case, name: str) -> list[base.Item]:
    return registry.reader(case.kind).parse(case.payloads[name], case.settings)


def _one(case: Case, name: str) -> base.Incoming:
    (found,) = _items(case, name)
    assert isinstance(found, base.Incoming)
    return found


def _rows() -> dict[str, list[str]]:
    first = TABLE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = re.findall(r"^\| (\w[^|]*?) \|(.*)\|$", first, re.M)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


PAYLOADS = {case.kind: case.payloads for case in CASES} | {"email": mails.PAYLOADS}


@pytest.mark.parametrize("kind", PAYLOADS)
def test_the_table_says_what_a_network_tells(kind: str) -> None:
    told = dict(zip(COLUMNS, _rows()[registry.get(kind).label], strict=True))
    assert {name for name, cell in told.items() if cell == "yes"} == set(COLUMNS) & set(PAYLOADS[kind])
    assert all(told.values())


def test_a_whatsapp_message_changes_and_goes() -> None:
    (edit,), (removal,) = _items(WHATSAPP, "edit"), _items(WHATSAPP, "removal")
    assert isinstance(edit, base.Edit)
    assert (edit.incoming.external_id, edit.incoming.thread_id, edit.incoming.text.endswith("Dank u.")) == ("w1", "m:32400000001", True)
    assert removal == base.Removal("w1")


def test_a_changed_number_is_no_question() -> None:
    assert _items(WHATSAPP, "system") == []


@pytest.mark.parametrize(
    ("case", "name", "text"),
    [
        (WHATSAPP, "strange", "⚠️ (unsupported) Message type unknown"),
        (INSTAGRAM, "strange", "⚠️ (unsupported)"),
        (FACEBOOK, "shared", "🔗 Brochure https://www.belgium.example/brochure"),
        (BLUESKY, "shared", "🔗 https://bsky.app/profile/"),
        (TELEGRAM, "poll", "📊 Wanneer?\n📊 Nu\n📊 Later"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_what_is_not_words_is_said_in_words(case: Case, name: str, text: str) -> None:
    assert _one(case, name).text.startswith(text)


def test_a_notice_of_telegram_is_no_question_and_a_new_kind_of_message_is_seen() -> None:
    assert _items(TELEGRAM, "pinned") == []
    with pytest.raises(base.Unreadable, match="not known"):
        _items(TELEGRAM, "strange")


def test_a_film_beside_a_shared_post_is_a_file() -> None:
    assert [file.name for file in _one(BLUESKY, "film").attachments] == ["video.mp4"]


def test_an_edited_post_of_x_answers_the_earlier_one() -> None:
    assert (_one(X_CASE, "changed").external_id, _one(X_CASE, "changed").in_reply_to) == ("75", "71")
    assert _one(X_CASE, "first").in_reply_to == ""


def test_an_edited_post_of_x_joins_the_question(db: None) -> None:
    account = accounts.connect("x", "X", "desk", X_CASE.settings)
    for name in ("first", "changed"):
        sources.receive(account, X_CASE.payloads[name])
    assert (Question.objects.count(), Message.objects.filter(kind=Message.Kind.INCOMING).count()) == (1, 2)


def test_x_hands_over_what_hangs_on_a_post() -> None:
    with X() as net:
        net.mentions = [{"id": "81", "text": "@desk Zie foto", "author_id": "55", "attachments": {"media_keys": ["3_1", "3_9"]}}]
        net.media = [{"media_key": "3_1", "type": "photo", "url": f"{net.url}/picture.png"}]
        given = {need.name: need.default for need in XChannel.needs} | X_CASE.settings_at(net.url)
        (fetched,) = XChannel().fetch(given, "")
        (found,) = XChannel().parse(fetched.payload, given)
        assert isinstance(found, base.Incoming)
        assert XChannel().download(found.attachments[0], given).content


def test_the_best_film_of_x_is_taken() -> None:
    films = [{"content_type": "video/mp4", "bit_rate": rate, "url": f"https://video.x.example/{rate}.mp4"} for rate in (256, 2176, 832)]
    said = {"post": {"id": "1", "text": "x"}, "author": {"id": "5"}, "media": [{"type": "video", "variants": films}]}
    (found,) = XChannel().parse(json.dumps(said).encode(), X_CASE.settings)
    assert isinstance(found, base.Incoming)
    assert [(file.name, file.remote) for file in found.attachments] == [("film-1.mp4", "https://video.x.example/2176.mp4")]
