"""The contact form's capabilities."""

from typing import ClassVar, Literal

from inbox.channels.mail import MailSender


class WebChannel(MailSender):
    """The contact form."""

    kind: ClassVar[str] = "form"
    label: ClassVar[str] = "Contact form"
    icon: ClassVar[str] = "form"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "form"
