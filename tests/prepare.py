"""What the tests need beside Python packages: translations compiled, static files found, a browser, mail servers.

Postfix and Dovecot: Debian's packages (as root), else those tests are left out. The browser: Chromium on the path, else Debian's
package (as root), else Playwright's own download, else one sentence.
"""

import os
import shutil
import subprocess
import sys

from tests.channels import mailhouse

NAMES = ("chromium", "chromium-browser", "google-chrome")
MAIL_SERVERS = ("postfix", "dovecot-imapd", "dovecot-lmtpd")


def browser() -> str | None:
    """Return the path of a browser on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install(*packages: str) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)  # type: ignore[call-overload]


def _install_browser() -> None:
    _install("chromium")
    if not browser():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Install what is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    os.environ.setdefault("DEBUG", "1")
    import django

    django.setup()
    from inbox import catalogues

    catalogues.compile_all()
    if not browser():
        print("Installing a browser for the page tests …", flush=True)
        _install_browser()
    if not mailhouse.is_possible():
        _install(*MAIL_SERVERS)
    if not mailhouse.is_possible():
        print("No Postfix and Dovecot, or not root: the tests against real mail servers are left out.", flush=True)
    if not browser():
        print("No browser: the page tests use Playwright's own, and fail where it could not be downloaded; install Chromium to mend that.", flush=True)


if __name__ == "__main__":
    main()
