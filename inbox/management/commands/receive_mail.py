"""`manage.py receive_mail < message`: take one mail in, for a mail server's pipe."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error

from inbox import accounts, sources

TRY_LATER = 75  # sysexits.h, EX_TEMPFAIL: the mail server keeps the mail and tries again.


class Command(BaseCommand):
    """Take a mail in."""

    help = "Take in one mail from standard input, as a mail server's pipe hands it over; exit 75 when the server should try again later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take nothing."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, keep, take in; the mail is acknowledged only once its source is kept."""
        try:
            account = accounts.mailbox()
            source = sources.receive(account, sys.stdin.buffer.read())
            accounts.was_heard(account)
        except (Error, OSError) as error:
            self.stderr.write(f"The mail could not be kept: {error}")
            sys.exit(TRY_LATER)
        self.stdout.write(f"{source.get_state_display()}: {source.pk}")
