"""`manage.py start`: everything in one process, ready to try. What `make run` calls.

Migrates, loads the demo desk and trains the first model where they are missing, compiles the translations, then serves pages,
sockets and the worker on one port until Ctrl-C.
"""

import os
import warnings
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connections

from classifier import store
from helpdesk.people.models import User
from inbox import catalogues, embedded


class Command(BaseCommand):
    """Start the desk in one process."""

    help = "Prepare what is missing and serve the desk in one process (embedded mode)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen on."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port to listen on")
        parser.add_argument("--no-demo", action="store_true", help="start with an empty desk")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, announce, serve."""
        call_command("migrate", verbosity=0)
        catalogues.compile_all()
        self._train_if_needed()
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO and not options["no_demo"] and not User.objects.exists():
            self.stdout.write("Loading the demo desk …")
            call_command("load_demo", questions=settings.DEMO_QUESTIONS)
        address = f"http://{options['host']}:{options['port']}"
        if "SITE_URL" not in os.environ:
            settings.SITE_URL = address
        warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
        self._announce(address)
        # Here each request has a thread of its own: a connection that is kept would outlive both, until the database takes no more.
        connections.settings[DEFAULT_DB_ALIAS]["CONN_MAX_AGE"] = 0
        with embedded.worker():
            uvicorn.run(
                "helpdesk.asgi:application", host=options["host"], port=options["port"], log_level="warning", timeout_graceful_shutdown=5, lifespan="off"
            )
        self.stdout.write("\nThe desk is closed.")

    def _train_if_needed(self) -> None:
        try:
            store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
        except store.ModelFileError as error:
            self.stdout.write(f"{error} Training one …")
            call_command("train_classifier")

    def _announce(self, address: str) -> None:
        lines = [
            "",
            f"  Citizens:  {address}/",
            f"  Agents:    {address}/desk/",
        ]
        if settings.DEBUG:
            lines += [f"  Mailbox:   {address}/dev/mail/", f"  API:       {address}/api/v1/docs/"]
        if settings.DEMO:
            from inbox.demo import sign_ins

            lines += ["", "  Sign in as:", *(f"    {email}   {password}   ({roles})" for email, password, roles in sign_ins())]
        self.stdout.write("\n".join([*lines, "", "  Ctrl-C ends it.", ""]))
