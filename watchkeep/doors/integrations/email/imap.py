"""One IMAP session: sign in, keep what is there, tell the server, and wait for more (RFC 3501, RFC 2177, RFC 6851).

If the process dies before the commit, the server still has the messages as they were; if it dies after it, they are
offered again and known by their digests.
"""

import imaplib
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from socket import socket
from threading import Event

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from watchkeep.doors.integrations.email import signing_in
from watchkeep.doors.integrations.email.signing_in import NoAccess
from watchkeep.duty.connections import queries as networks
from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import BadAddress
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.life import After, Arrived, Imap, Login, Security
from watchkeep.work.correspondence.models import Mailbox

SECONDS = 20.0
STEP_SECONDS = 1.0
BATCH = 50
MOST_BYTES = 60 * 2**20
"""A message larger than this stays on the server; only its headers come here."""
BATCH_BYTES = 20 * 2**20

TROUBLE = (OSError, ssl.SSLError, imaplib.IMAP4.error, ImapToolsError, BadAddress, NoAccess)
"""Whatever can go wrong with somebody else's mail server."""


class _Plain(imaplib.IMAP4):
    """IMAP over a line that leads to where we judged that it leads."""

    def _create_socket(self, timeout: float | None = SECONDS) -> socket:
        return outgoing.dial(self.host, self.port, networks.allowance(), timeout or SECONDS)


class _Secure(imaplib.IMAP4_SSL):
    """The same by TLS, which proves the server's name."""

    def _create_socket(self, timeout: float | None = SECONDS) -> socket:
        line = outgoing.dial(self.host, self.port, networks.allowance(), timeout or SECONDS)
        protected: socket = self.ssl_context.wrap_socket(line, server_hostname=self.host)
        return protected


class Session(BaseMailBox):
    """A mailbox on its server, signed in and with its folder open."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.how: Imap = queries.imap_of(mailbox)
        super().__init__()
        self._sign_in()

    def fetch_all(self) -> int:
        """Keep all that is new, a batch at a time, each committed before the server is told. Returns how many."""
        validity = self._open()
        done = 0
        for batch in self._batches(self._new(validity)):
            done += self._take(batch, validity)
        return done

    def wait(self, seconds: float, enough: Event) -> None:
        """Wait until the server says that something came, or somebody that it is enough, but not longer than that.

        It may have said so already, beside its answer to something else, and does not say it twice.
        """
        if self.was_told_of_more:
            return
        ends_at = time.monotonic() + seconds
        with self.idle as idle:
            while not enough.is_set() and time.monotonic() < ends_at:
                if idle.poll(timeout=STEP_SECONDS):
                    return

    @property
    def was_told_of_more(self) -> bool:
        """Whether the server has said since the folder was opened that something came."""
        return "EXISTS" in self.client.untagged_responses

    @property
    def can_wait(self) -> bool:
        """Whether the server says by itself when something came."""
        return "IDLE" in self.client.capabilities

    def leave(self) -> None:
        """Say good-bye, if anybody still listens."""
        with suppress(*TROUBLE):
            self.logout()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        how = self.how
        if how.security is Security.TLS:
            return _Secure(how.host, how.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
        client = _Plain(how.host, how.port, timeout=SECONDS)
        if how.security is Security.STARTTLS:
            client.starttls(ssl.create_default_context())
        return client

    def _sign_in(self) -> None:
        if self.how.login is Login.PASSWORD:
            self.login(self.how.user, self.how.password, initial_folder=None)
        else:
            token = signing_in.access_token(self.mailbox, self.how)
            self.xoauth2(self.how.user, token, initial_folder=None)

    def _open(self) -> int:
        """Open the folder; answer its UIDVALIDITY, by which uids mean something."""
        self.folder.set(self.how.folder)
        said = self.client.response("UIDVALIDITY")[1]
        self.client.response("EXISTS")  # as many as there are now: what is said of it from here on is news
        return int(said[0]) if said and said[0] else 0

    def _new(self, validity: int) -> list[int]:
        """The uids of what we do not have."""
        if self.how.after is After.MOVE:
            return [int(uid) for uid in self.uids("UNDELETED", charset=None)]
        last = self.mailbox.last_uid if self.mailbox.uid_validity == validity else 0
        return [uid for uid in map(int, self.uids(f"UID {last + 1}:*", charset=None)) if uid > last]

    def _batches(self, uids: list[int]) -> Iterator[dict[int, int]]:
        """Uids with their sizes, so many and so heavy as one transaction should hold."""
        for start in range(0, len(uids), BATCH):
            batch: dict[int, int] = {}
            for uid, size in self._sizes(uids[start : start + BATCH]).items():
                if batch and sum(batch.values()) + size > BATCH_BYTES:
                    yield batch
                    batch = {}
                batch[uid] = size
            if batch:
                yield batch

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        found = {}
        for line in self._ask(uids, "(UID RFC822.SIZE)"):
            words = (
                (line[0] if isinstance(line, tuple) else line).upper().replace(b"(", b" ").replace(b")", b" ").split()
            )
            if b"UID" in words and b"RFC822.SIZE" in words:
                found[int(words[words.index(b"UID") + 1])] = int(words[words.index(b"RFC822.SIZE") + 1])
        return dict(sorted(found.items()))

    def _take(self, batch: dict[int, int], validity: int) -> int:
        light = [uid for uid, size in batch.items() if size <= MOST_BYTES]
        heavy = [uid for uid, size in batch.items() if size > MOST_BYTES]
        arrived = [Arrived(source=source) for source in self._sources(light, "BODY.PEEK[]")]
        too_large = _("It is larger than %(mb)s MB and stays on the server.") % {"mb": MOST_BYTES // 2**20}
        arrived += [Arrived(source=source, trouble=too_large) for source in self._sources(heavy, "BODY.PEEK[HEADER]")]
        with transaction.atomic():
            life.receive(self.mailbox, arrived)
            if self.how.after is After.KEEP:
                life.keep_position(self.mailbox, uid_validity=validity, last_uid=max(batch))
        self._tell(list(batch))
        return len(batch)

    def _sources(self, uids: list[int], part: str) -> Iterator[bytes]:
        for line in self._ask(uids, f"({part} UID)"):
            if isinstance(line, tuple):
                yield line[1]

    def _ask(self, uids: list[int], what: str) -> Iterable[bytes | tuple[bytes, bytes]]:
        if not uids:
            return []
        kind, lines = self.client.uid("FETCH", ",".join(map(str, uids)), what)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"FETCH: {lines!r}")
        return [line for line in lines if line]

    def _tell(self, uids: list[int]) -> None:
        """The messages are safe: the server may put them away."""
        named = [str(uid) for uid in uids]
        if self.how.after is After.KEEP:
            self.client.uid("STORE", ",".join(named), "+FLAGS", r"(\Seen)")
            return
        if not self.folder.exists(self.how.done_folder):
            self.folder.create(self.how.done_folder)
        self.move(named, self.how.done_folder)


def in_words(error: BaseException) -> str:
    """What went wrong, for the person who set the mailbox up."""
    said = str(error).strip("b'\"") or type(error).__name__
    if isinstance(error, NoAccess | BadAddress):
        return said
    words = next((text for kind, text in _WORDS if isinstance(error, kind)), _WORDS[-1][1])
    return _(words) % {"said": getattr(error, "verify_message", "") or said[:200]}


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (imaplib.IMAP4.error, gettext_noop("The server said no: %(said)s")),
    (ImapToolsError, gettext_noop("The server said no: %(said)s")),
    (ssl.SSLCertVerificationError, gettext_noop("The server's certificate is not valid for its name: %(said)s")),
    (ssl.SSLError, gettext_noop("The line could not be protected. Is it the right port? (%(said)s)")),
    (TimeoutError, gettext_noop("The server did not answer in time.")),
    (ConnectionRefusedError, gettext_noop("Nobody listens at this host and port.")),
    (BaseException, gettext_noop("The server cannot be reached: %(said)s")),
)
