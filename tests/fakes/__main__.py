"""`make demo-channels`: a demo desk, seven networks on loopback beside it, and a citizen's phone to write on them."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[2]
DESK_PORT = int(os.environ.get("PORT", "8000"))
PHONE_PORT = int(os.environ.get("PHONE_PORT", "8090"))
UP_WITHIN_S = 900
WAITS_S = 0.5


def main() -> None:
    """Run until Ctrl-C."""
    os.environ.setdefault("DATA_DIR", "var/demo-channels")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    os.environ |= {"DEBUG": "1", "DEMO": "1", "DEMO_QUESTIONS": os.environ.get("DEMO_QUESTIONS", "20")}
    desk = subprocess.Popen([sys.executable, "manage.py", "start", "--port", str(DESK_PORT)], cwd=ROOT)
    try:
        _wait(desk)
        _connect()
        desk.wait()
    except KeyboardInterrupt:
        desk.wait(20)
    finally:
        if desk.poll() is None:
            desk.terminate()


def _wait(desk: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{DESK_PORT}/en/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            if desk.poll() is not None:
                sys.exit("The desk stopped while it started.")
            time.sleep(WAITS_S)
    sys.exit("The desk did not start in time.")


def _connect() -> None:
    """Start the networks, connect the desk's accounts to them, and show the phone."""
    import django

    django.setup()
    from inbox import accounts
    from inbox.channels.base import ChannelError
    from tests.fakes import phone

    found = phone.talks()
    for kind, talk in found.items():
        row = accounts.connect(kind, f"{kind.title()} (demo)", "desk", phone.settings_of(talk))
        row.cursor = ""
        row.save(update_fields=["cursor"])
        talk.hook = f"http://127.0.0.1:{DESK_PORT}/hooks/{row.pk}/"
        try:
            accounts.install(row)
        except ChannelError as error:
            print(f"{kind}: {error}", flush=True)
    server = phone.Phone(PHONE_PORT, found)
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"\n  A citizen's phone:  http://127.0.0.1:{PHONE_PORT}/\n", flush=True)


if __name__ == "__main__":
    main()
