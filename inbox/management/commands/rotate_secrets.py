"""`manage.py rotate_secrets`: encrypt the accounts' secrets again under the first key of SECRETS_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox import vault
from inbox.models import Account


class Command(BaseCommand):
    """Rotate the key of the accounts' secrets."""

    help = "Encrypt the accounts' secrets again under the first key of SECRETS_KEYS; afterwards the older keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal every account's secrets again; one that cannot be read is named and left as it is."""
        locked = []
        for account in Account.objects.exclude(secrets=""):
            try:
                Account.objects.filter(pk=account.pk, secrets=account.secrets).update(secrets=vault.again(account.secrets))
            except vault.Locked:
                locked.append(account.name)
        if locked:
            raise CommandError(f"These accounts were sealed under a key that is not in SECRETS_KEYS: {', '.join(locked)}")
        self.stdout.write("All secrets stand under the first key now.")
