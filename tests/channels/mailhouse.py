"""Real mail servers for tests: Postfix and Dovecot on spare ports of 127.0.0.1, in a folder of their own. Both want to be root."""

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATH = "/usr/sbin:/usr/lib/dovecot:" + os.environ.get("PATH", "")
MAILBOXES = ("helpdesk", "carla")
PASSWORD = "a demo password"
UP_WITHIN_S = 20
DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
instance_name = {name}
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = dovecot
default_login_user = dovenull
mail_location = maildir:{home}/mail/%n
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
recipient_delimiter = +
auth_username_format = %Ln
passdb {{
  driver = passwd-file
  args = {home}/users
}}
userdb {{
  driver = passwd-file
  args = {home}/users
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""
POSTFIX = """
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = helpdesk.example, citizen.example
virtual_alias_maps = inline:{{ {{ reply@helpdesk.example = helpdesk@helpdesk.example }} }}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
recipient_delimiter = +
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
default_transport = error:no way out of this machine
relay_transport = error:no way out of this machine
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}
import_environment = MAIL_CONFIG
"""
MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o smtpd_tls_security_level=may
  -o smtpd_tls_cert_file={home}/certificate.pem
  -o smtpd_tls_key_file={home}/key.pem
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


def is_possible() -> bool:
    """Tell whether this machine can run them."""
    return os.geteuid() == 0 and all(shutil.which(name, path=PATH) for name in ("postfix", "dovecot"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class MailHouse:
    """A mail server with the desk's mailbox and Carla's. `imap` and `smtp` are ports; `submission` is one that wants a sign-in and
    offers encryption under `certificate`.
    """

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="mailhouse-"))
        self.home.chmod(0o755)
        self.imap, self.smtp, self.lmtp, self.auth, self.submission = (_free_port() for _port in range(5))
        self.certificate = self.home / "certificate.pem"
        self.environment = {**os.environ, "PATH": PATH}
        self.dovecot: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        ports = {"imap": self.imap, "smtp": self.smtp, "lmtp": self.lmtp, "auth": self.auth, "submission": self.submission}
        named = {"home": self.home, "name": self.home.name} | ports
        for folder in ("mail", "etc", "spool", "data", "run", "log"):
            (self.home / folder).mkdir()
        shutil.chown(self.home / "mail", "mail", "mail")
        shutil.chown(self.home / "data", "postfix")
        users = "".join(f"{name}:{{PLAIN}}{PASSWORD}::::::\n" for name in MAILBOXES)
        (self.home / "users").write_text(users)
        (self.home / "dovecot.conf").write_text(DOVECOT.format(**named))
        (self.home / "etc/main.cf").write_text(POSTFIX.format(**named))
        (self.home / "etc/master.cf").write_text(MASTER.format(**named))
        self._vouch()
        self.start_dovecot()
        self._postfix("start")
        self._wait_for(self.smtp)
        return self

    def _vouch(self) -> None:
        """Write a certificate for 127.0.0.1 that vouches for itself, and its key."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mx.example")])
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        pem = serialization.Encoding.PEM
        self.certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
        secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.home / "key.pem").write_bytes(secret)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._postfix("stop", check=False)
        self.stop_dovecot()
        shutil.rmtree(self.home, ignore_errors=True)

    def start_dovecot(self) -> None:
        """Start the mailboxes."""
        self.dovecot = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.home / "dovecot.conf")], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait_for(self.imap)
        self._wait_for(self.lmtp)

    def stop_dovecot(self) -> None:
        """End the mailboxes."""
        if self.dovecot:
            self.dovecot.terminate()
            self.dovecot.wait(10)
            self.dovecot = None

    def cut(self) -> None:
        """End every session at the mailboxes."""
        subprocess.run(["doveadm", "-c", str(self.home / "dovecot.conf"), "kick", "helpdesk"], env=self.environment, check=True, capture_output=True)

    def _postfix(self, verb: str, *, check: bool = True) -> None:
        subprocess.run(["postfix", "-c", str(self.home / "etc"), verb], env=self.environment, check=check, capture_output=True)

    def _wait_for(self, port: int) -> None:
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"Nothing listens on {port}: {[path.read_text()[-2000:] for path in self.home.rglob('*.log')]}")

    def send(self, raw: bytes | EmailMessage, to: str = "helpdesk@helpdesk.example", sender: str = "carla@citizen.example") -> None:
        """Hand a mail to Postfix."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as server:
            server.sendmail(sender, [to], raw if isinstance(raw, bytes) else raw.as_bytes())

    def mails(self, mailbox: str) -> list[bytes]:
        """Return the mails in a mailbox, read or not."""
        return [path.read_bytes() for path in sorted((self.home / "mail" / mailbox).glob("[nc]*/*")) if path.parent.name in {"new", "cur"}]

    def wait_for_mail(self, mailbox: str, count: int) -> list[bytes]:
        """Return a mailbox's mails once there are `count` of them."""
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            if len(found := self.mails(mailbox)) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{len(self.mails(mailbox))} of {count} mails came: {[path.read_text()[-2000:] for path in self.home.rglob('*.log')]}")

    def is_read(self, mailbox: str) -> list[bool]:
        """Return for each mail whether it is marked as read."""
        return ["S" in path.name.rpartition(",")[2] for path in (self.home / "mail" / mailbox).glob("[nc]*/*") if path.parent.name in {"new", "cur"}]
