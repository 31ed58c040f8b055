"""A mailbox of ours."""

from typing import ClassVar, Literal

from inbox.channels.mail import MailSender


class EmailChannel(MailSender):
    """A mailbox."""

    kind: ClassVar[str] = "email"
    label: ClassVar[str] = "E-mail"
    icon: ClassVar[str] = "mail"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "poll"
