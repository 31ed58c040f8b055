"""The desk's socket: whom it admits, what it says, and that odd frames do it no harm."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from helpdesk.people.models import User
from inbox import consumers, events, work
from inbox.models import Question

pytestmark = pytest.mark.django_db(transaction=True)


class Socket:
    """The browser's end of a socket."""

    def __init__(self, user: User | None) -> None:
        self.wire: Any = ApplicationCommunicator(consumers.DeskConsumer.as_asgi(), {"type": "websocket", "path": "/ws/desk/", "user": user})

    async def connect(self) -> bool:
        await self.wire.send_input({"type": "websocket.connect"})
        return bool((await self.wire.receive_output(timeout=5))["type"] == "websocket.accept")

    async def say(self, frame: str) -> None:
        await self.wire.send_input({"type": "websocket.receive", "text": frame})

    async def hear(self) -> Any:
        return json.loads((await self.wire.receive_output(timeout=5))["text"])

    async def leave(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wire.wait(timeout=5)


async def _connected(user: User | None) -> tuple[Socket, bool]:
    socket = Socket(user)
    return socket, await socket.connect()


@pytest.mark.parametrize("who", ["nobody", "eduardo", "ada"])
async def test_only_people_of_the_inbox_are_admitted(who: str, request: pytest.FixtureRequest, eduardo: User, ada: User) -> None:
    user = {"nobody": None, "eduardo": eduardo, "ada": ada}[who]
    _socket, admitted = await _connected(user)
    assert not admitted


async def test_it_tells_what_was_missed(ana: User, question: Question) -> None:
    socket, _admitted = await _connected(ana)
    await socket.say(json.dumps({"since": 0}))
    events = (await socket.hear())["events"]
    assert [(event["question"], event["kind"]) for event in events] == [(question.pk, "received")]
    await socket.leave()


async def test_a_change_is_told_with_ids_only(ana: User, question: Question) -> None:
    socket, _admitted = await _connected(ana)
    await database_sync_to_async(work.claim)(question, ana)
    event = (await socket.hear())["events"][0]
    assert set(event) == {"id", "question", "kind"}
    await socket.leave()


async def test_a_restricted_question_is_not_told(otto: User, lena: User, question: Question) -> None:
    await Question.objects.aupdate(is_restricted=True)
    socket, _admitted = await _connected(otto)
    await database_sync_to_async(work.note)(question, lena, "For leads")
    assert await socket.wire.receive_nothing()
    await socket.say(json.dumps({"since": 0}))
    assert await socket.hear() == {"events": []}
    await socket.leave()


async def test_an_answer_to_many_is_told_without_any_id(ana: User) -> None:
    socket, _admitted = await _connected(ana)
    await get_channel_layer().group_send(events.GROUP, {"type": "desk.broadcast"})
    assert await socket.hear() == {"broadcasts": True}
    await socket.leave()


@pytest.mark.parametrize("frame", ["no json", "[]", '{"since": "1"}', '{"since": 1e400}', '{"since": 99999999999999999999}', '{"look": -1}', '{"look": null}'])
async def test_odd_frames_do_no_harm(ana: User, question: Question, frame: str) -> None:
    socket, _admitted = await _connected(ana)
    await socket.say(frame)
    await socket.say(json.dumps({"since": 0}))
    assert (await socket.hear())["events"][0]["question"] == question.pk
    await socket.leave()


async def test_who_leaves_the_page_is_told(ana: User, otto: User, question: Question) -> None:
    one, other = (await _connected(ana))[0], (await _connected(otto))[0]
    await one.say(json.dumps({"look": question.pk}))
    assert await _presence(other) == question.pk
    await one.leave()
    assert await _presence(other) == question.pk
    await other.leave()


async def _presence(socket: Socket) -> Any:
    """Return the question that the next word on presence is about; the question's own event may come before it."""
    while "presence" not in (said := await socket.hear()):
        pass
    return said["presence"]
