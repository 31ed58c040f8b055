"""The desk's socket: admits people of the inbox, forwards event ids, tells what was missed. It never carries texts."""

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from helpdesk.people.models import User
from helpdesk.people.permissions import may, visible
from inbox import events
from inbox.models import Event

MISSED_SENT = 500
OVERLAP = 20
NOT_ADMITTED = 4403


class DeskConsumer(AsyncJsonWebsocketConsumer):
    """One open desk. The browser fetches what changed over HTTP, where rights are checked again."""

    async def connect(self) -> None:
        """Admit people who may see the inbox."""
        self.user = self.scope.get("user")
        if not isinstance(self.user, User) or not may(self.user, "see_inbox"):
            await self.close(NOT_ADMITTED)
            return
        await self.channel_layer.group_add(events.GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        await self.channel_layer.group_discard(events.GROUP, self.channel_name)

    async def receive_json(self, content: Any, **_: Any) -> None:
        """Answer `{"since": n}` with the events after n, overlapping a little: numbers can commit out of order."""
        number = content.get("since") if isinstance(content, dict) else None
        if isinstance(number, int):
            await self.send_json({"events": await database_sync_to_async(self._missed)(max(number - OVERLAP, 0))})

    async def desk_event(self, message: dict[str, Any]) -> None:
        """Forward one event's ids, if its question may be seen."""
        if await database_sync_to_async(self._may_hear)(message["id"]):
            await self.send_json({"events": [{"id": message["id"], "question": message["question"], "kind": message["kind"]}]})

    def _may_hear(self, event_id: int) -> bool:
        """Ask again at every event: rights change while a desk is open."""
        person = User.objects.filter(pk=self.user.pk).first()
        return person is not None and visible(person, Event.objects.filter(pk=event_id), through="question__").exists()

    def _missed(self, number: int) -> list[dict[str, Any]]:
        seen = visible(self.user, Event.objects.filter(pk__gt=number), through="question__").order_by("-pk")[:MISSED_SENT]
        return [{"id": event.pk, "question": event.question_id, "kind": event.kind} for event in reversed(seen)]
