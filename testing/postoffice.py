"""A real post office on loopback: Postfix takes mail, Dovecot keeps it and answers for who is away, mlmmj is a list.

Everything lies in one folder and listens on ports of its own. Postfix needs root; without it, or without the programs,
tests are skipped, but for CI. Domains: ``nordwind.test`` (ours), ``kunde.test`` (a customer's), ``handed.test`` (handed
over to us by LMTP), ``nowhere.test`` (taken, and reported back as undeliverable).
"""

import contextlib
import imaplib
import os
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from testing import debian
from testing.mailbox import certificate, free_port
from testing.running import wait_for

PASSWORD = "a word that nobody guesses"
PROGRAMS = {"postfix": "postfix", "dovecot": "dovecot-imapd", "mlmmj-receive": "mlmmj"}
PEOPLE = ("support@nordwind.test", "karin@kunde.test", "away@kunde.test")
LIST = "all@lists.test"
_VACATION = 'require ["vacation"];\nvacation :days 1 :subject "Out of office" "I am away until Monday.";\n'


@dataclass
class PostOffice:
    """Where it listens, and what it has in its boxes."""

    folder: Path
    imap: int = field(default_factory=free_port)
    imaps: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)
    handed: int = field(default_factory=free_port)
    tokeninfo: str = ""
    others: tuple[str, ...] = ()
    """Who has a box besides."""

    @property
    def people(self) -> tuple[str, ...]:
        """Who has a box."""
        return (*PEOPLE, *self.others)

    @property
    def domains(self) -> str:
        """The domains of those."""
        return " ".join(sorted({one.partition("@")[2] for one in self.people}))

    @property
    def certificate(self) -> str:
        """The file of the certificate for ``localhost`` that its TLS shows."""
        return str(self.folder / "localhost.pem")

    def send(self, source: bytes, *, sender: str, to: str) -> None:
        """Put a mail into the post, as a mail program does."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as line:
            line.sendmail(sender, [to], source)

    def mails(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """What lies in somebody's folder."""
        with self.line(address) as line:
            if line.select(folder, readonly=True)[0] != "OK":
                return []
            numbers = line.search(None, "ALL")[1][0].split()
            return [line.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    @contextlib.contextmanager
    def line(self, address: str) -> Iterator[imaplib.IMAP4]:
        """Somebody's own look into their box."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=10) as line:
            line.login(address, PASSWORD)
            yield line

    @property
    def logs(self) -> str:
        """What the programs wrote."""
        return "".join(log.read_text()[-4000:] for log in self.folder.glob("*.log"))


@contextlib.contextmanager
def post_office(*, tokeninfo: str = "", with_postfix: bool = True, others: Iterable[str] = ()) -> Iterator[PostOffice]:
    """A post office, for as long as the block lasts. ``tokeninfo`` is whom Dovecot asks about access tokens.

    ``others`` have boxes besides the people that it always has.
    """
    _need({"dovecot", *(["postfix", "mlmmj-receive"] if with_postfix else [])})
    with tempfile.TemporaryDirectory(prefix="watchkeep-post-") as name, contextlib.ExitStack() as stack:
        office = PostOffice(Path(name), tokeninfo=tokeninfo, others=tuple(others))
        office.folder.chmod(0o755)
        certificate(office.folder)
        stack.enter_context(_dovecot(office))
        if with_postfix:
            stack.enter_context(_postfix(office))
        yield office


def _need(programs: set[str]) -> None:
    missing = [PROGRAMS[one] for one in sorted(programs) if not debian.found(one)]
    why = f"apt-get install {' '.join(missing)}" if missing else "" if os.geteuid() == 0 else "these tests need root"
    if why and os.environ.get("CI") == "true":
        pytest.fail(why)
    if why:
        pytest.skip(why)


@contextlib.contextmanager
def _dovecot(office: PostOffice) -> Iterator[None]:
    folder = office.folder
    (folder / "boxes").mkdir()
    (folder / "sieve").mkdir()
    (folder / "users").write_text("".join(f"{one}:{{PLAIN}}{PASSWORD}\n" for one in office.people))
    (folder / "sieve" / "away@kunde.test.sieve").write_text(_VACATION)
    (folder / "oauth2.conf").write_text(
        f"tokeninfo_url = {office.tokeninfo}?access_token=\nintrospection_mode = get\nusername_attribute = email\n"
    )
    (folder / "dovecot.conf").write_text(_DOVECOT.format(office=office, folder=folder, oauth=_oauth(office)))
    subprocess.run(["chown", "-R", "nobody:nogroup", str(folder / "boxes"), str(folder / "sieve")], check=True)
    program = debian.found("dovecot") or "dovecot"
    server = subprocess.Popen([program, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _answers(office.imap) and _answers(office.lmtp))
        yield
    finally:
        server.terminate()
        server.wait(20)


def _oauth(office: PostOffice) -> str:
    if not office.tokeninfo:
        return ""
    return f"passdb {{\n driver = oauth2\n mechanisms = xoauth2\n args = {office.folder}/oauth2.conf\n}}"


@contextlib.contextmanager
def _postfix(office: PostOffice) -> Iterator[None]:
    folder = office.folder
    for name in ("postfix", "spool", "state"):
        (folder / name).mkdir()
    subprocess.run(["chown", "postfix", str(folder / "state")], check=True)
    (folder / "postfix" / "main.cf").write_text(_MAIN.format(office=office, folder=folder, boxes=" ".join(
        f"{{{one} = x}}" for one in (*office.people, "karin@handed.test")
    )))  # fmt: skip
    (folder / "postfix" / "master.cf").write_text(_MASTER.format(office=office, folder=folder))
    _mlmmj(office)
    command = [debian.found("postfix") or "postfix", "-c", str(folder / "postfix")]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        wait_for(lambda: _answers(office.smtp))
        yield
    finally:
        subprocess.run([*command, "abort"], check=False, capture_output=True)


def _mlmmj(office: PostOffice) -> None:
    """A mailing list as its owner sets one up: a prefix, a footer, and the headers that lists have."""
    home = office.folder / "list"
    for name in (
        "incoming", "queue/discarded", "archive", "text", "subconf", "unsubconf", "bounce", "control", "moderation",
        "subscribers.d", "digesters.d", "requeue", "nomailsubs.d",
    ):  # fmt: skip
        (home / name).mkdir(parents=True)
    control = {
        "listaddress": LIST, "owner": "karin@kunde.test", "prefix": "[all]", "relayhost": "127.0.0.1",
        "smtpport": str(office.smtp), "footer": "____\nEverybody at Kunde AG", "noarchive": "",
        "customheaders": "List-Id: <all.lists.test>\nPrecedence: list\n", "notmetoo": "",
    }  # fmt: skip
    for name, value in control.items():
        (home / "control" / name).write_text(f"{value}\n" if value else "")
    for address in ("karin@kunde.test", "support@nordwind.test"):
        with (home / "subscribers.d" / address[0]).open("a") as kept:
            kept.write(f"{address}\n")
    (home / "index").write_text("0\n")
    subprocess.run(["chown", "-R", "nobody:nogroup", str(home)], check=True)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    time.sleep(0.05)
    return False


_DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/dovecot-state
protocols = imap lmtp
listen = 127.0.0.1
log_path = {folder}/dovecot.log
ssl = yes
ssl_cert = <{office.certificate}
ssl_key = <{office.certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
first_valid_uid = 1
mail_uid = nobody
mail_gid = nogroup
mail_location = maildir:{folder}/boxes/%u
recipient_delimiter = +
postmaster_address = postmaster@kunde.test
submission_host = 127.0.0.1:{office.smtp}
{oauth}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/boxes/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {office.imap}
  }}
  inet_listener imaps {{
    port = {office.imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {office.lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins = $mail_plugins sieve
}}
plugin {{
  sieve = file:{folder}/sieve/%u.active;active={folder}/sieve/%u.sieve
  sieve_vacation_send_from_recipient = yes
}}
"""
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/state
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.nordwind.test
mydestination =
mynetworks = 127.0.0.0/8
smtp_dns_support_level = disabled
recipient_delimiter = +
alias_maps =
virtual_mailbox_domains = {office.domains}
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_transport = lmtp:inet:127.0.0.1:{office.lmtp}
relay_domains = handed.test lists.test nowhere.test
transport_maps = inline:{{ {{handed.test = lmtp:inet:127.0.0.1:{office.handed}}} {{lists.test = mlmmj:}}
  {{nowhere.test = lmtp:inet:127.0.0.1:{office.lmtp}}} }}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_delay_reject = no
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
mlmmj_destination_recipient_limit = 1
"""
_MASTER = """
127.0.0.1:{office.smtp} inet n - n - - smtpd
pickup unix n - n 5 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
mlmmj unix - n n - - pipe flags=ORhu user=nobody argv=/usr/bin/mlmmj-receive -F -L {folder}/list
"""
