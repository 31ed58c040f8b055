"""The public API's capabilities."""

from typing import ClassVar, Literal

from inbox.channels.mail import MailSender


class ApiChannel(MailSender):
    """The portal's own form, or another site's, posting through the API."""

    kind: ClassVar[str] = "api"
    label: ClassVar[str] = "API"
    icon: ClassVar[str] = "globe"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "form"
