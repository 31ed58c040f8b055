"""The desk's socket: admits people of the inbox, forwards event ids, tells what was missed and who is where. It never carries texts."""

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from helpdesk.people.models import User
from helpdesk.people.permissions import may, visible
from inbox import events, presence, selectors
from inbox.models import Event, Question

MISSED_SENT = 500
OVERLAP = 20
NOT_ADMITTED = 4403


class DeskConsumer(AsyncJsonWebsocketConsumer):
    """One open desk. The browser fetches what changed over HTTP, where rights are checked again."""

    async def connect(self) -> None:
        """Admit people who may see the inbox."""
        self.user = self.scope.get("user")
        self.looking_at = 0
        if not isinstance(self.user, User) or not may(self.user, "see_inbox"):
            await self.close(NOT_ADMITTED)
            return
        await self.channel_layer.group_add(events.GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group and the question."""
        await self.channel_layer.group_discard(events.GROUP, self.channel_name)
        await self._look(0, is_writing=False)

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        """Read a frame; one that is no JSON says nothing."""
        try:
            return json.loads(text_data)
        except ValueError:
            return None

    async def receive_json(self, content: Any, **_: Any) -> None:
        """Answer `{"since": n}` with the events after n; note `{"look": question id, "writing": true}` for the colleagues.

        Events overlap a little: numbers can commit out of order.
        """
        said = content if isinstance(content, dict) else {}
        since, looked = said.get("since"), said.get("look")
        if isinstance(since, int) and since <= selectors.LARGEST_ID:
            await self.send_json({"events": await database_sync_to_async(self._missed)(max(since - OVERLAP, 0))})
        if isinstance(looked, int) and 0 <= looked <= selectors.LARGEST_ID:
            await self._look(looked, is_writing=said.get("writing") is True)

    async def desk_event(self, message: dict[str, Any]) -> None:
        """Forward one event's ids, if its question may be seen."""
        if await database_sync_to_async(self._may_hear)(message["question"]):
            await self.send_json({"events": [{"id": message["id"], "question": message["question"], "kind": message["kind"]}]})

    async def desk_presence(self, message: dict[str, Any]) -> None:
        """Say that somebody came to, left or writes on a question."""
        if await database_sync_to_async(self._may_hear)(message["question"]):
            await self.send_json({"presence": message["question"]})

    async def desk_surge(self, _message: dict[str, Any]) -> None:
        """Say that the banner of surges changed."""
        await self.send_json({"surges": True})

    async def desk_broadcast(self, _message: dict[str, Any]) -> None:
        """Say that an answer to many was written, approved, taken back or tried again."""
        await self.send_json({"broadcasts": True})

    async def _look(self, question_id: int, *, is_writing: bool) -> None:
        before, self.looking_at = self.looking_at, question_id
        moved = set()
        if before and before != question_id and await database_sync_to_async(presence.leave)(self.user, before):
            moved.add(before)
        if question_id and await database_sync_to_async(presence.look)(self.user, question_id, is_writing=is_writing):
            moved.add(question_id)
        for changed in moved:
            await self.channel_layer.group_send(events.GROUP, {"type": "desk.presence", "question": changed})

    def _may_hear(self, question_id: int) -> bool:
        """Ask again each time: rights change while a desk is open."""
        person = User.objects.filter(pk=self.user.pk).first()
        return person is not None and visible(person, Question.objects.filter(pk=question_id)).exists()

    def _missed(self, number: int) -> list[dict[str, Any]]:
        seen = visible(self.user, Event.objects.filter(pk__gt=number), through="question__").order_by("-pk")[:MISSED_SENT]
        return [{"id": event.pk, "question": event.question_id, "kind": event.kind} for event in reversed(seen)]
