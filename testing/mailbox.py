"""A real SMTP server and a real web server on loopback. They keep what they are given and can be slow or rude."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from watchkeep.launch.surroundings import free_web_port

DAY = timedelta(days=1)


@dataclass
class Mailbox:
    """What an SMTP server was given. ``answer`` is what it says to a message, after ``wait`` seconds."""

    port: int = 0
    answer: str = "250 OK queued as 42"
    answer_to_recipient: str = ""
    wait: float = 0.0
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    peers: set[Any] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: ARG002, N802  # aiosmtpd's names
        """Take or refuse a recipient."""
        if self.answer_to_recipient:
            return self.answer_to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, envelope: Any, peer: Any) -> None:
        """Keep a message."""
        self.arrived.append(time.time())
        self.peers.add(peer)
        self.recipients += envelope.rcpt_tos
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a message, in our own time."""
        if self.wait:
            await _sleep(self.wait, server)
        if self.answer.startswith("2"):
            self.handle_message(envelope, session.peer)
        return self.answer


def is_page(mail: EmailMessage) -> bool:
    """Whether a mail asks its reader to come: it holds the link that answers."""
    text = mail.get_body(("plain",))
    return text is not None and "/a/" in text.get_content()


async def _sleep(seconds: float, server: Any) -> None:
    future = server.loop.create_future()
    server.loop.call_later(seconds, future.set_result, None)
    await future


def free_port() -> int:
    """A port that nobody listens on right now."""
    return free_web_port("127.0.0.1", 0)


@contextlib.contextmanager
def mail_server(
    authenticator: Callable[..., Any] | None = None, certificate: str = "", **more: Any
) -> Iterator[Mailbox]:
    """An SMTP server on loopback, for as long as the block lasts.

    It takes a password with an authenticator, and nothing before STARTTLS, as ``localhost``, with a certificate.
    """
    box = Mailbox(port=free_port(), **more)
    asks: dict[str, Any] = {"authenticator": authenticator, "auth_require_tls": bool(certificate)}
    if certificate:
        asks |= {"tls_context": ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), "require_starttls": True}
        asks["tls_context"].load_cert_chain(certificate)
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **asks)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder: Path) -> str:
    """The file of a fresh key and of a certificate for ``localhost`` that it signed itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + DAY)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    shut = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "localhost.pem"
    path.write_bytes(shut + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return str(path)


@dataclass
class Hook:
    """What a web server was posted. It answers ``status``, after ``wait`` seconds, with what ``answer`` makes of it."""

    url: str = ""
    status: int = 200
    wait: float = 0.0
    headers_back: dict[str, str] = field(default_factory=dict)
    answer: Callable[[bytes], bytes] = lambda _body: b"thanks"
    certificate: str = ""
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextlib.contextmanager
def web_server(**more: Any) -> Iterator[Hook]:
    """A web server on loopback, for as long as the block lasts; by TLS as ``localhost`` with a certificate."""
    hook = Hook(**more)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            hook.posts.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(hook.wait)
            self.send_response(hook.status)
            for name, value in hook.headers_back.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(hook.answer(body))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    if hook.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(hook.certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        hook.url = hook.url.replace("http://127.0.0.1", "https://localhost")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
