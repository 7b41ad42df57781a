"""Every environment variable that Watchkeep reads, typed and documented once. All else is data."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Env:
    """What the surroundings may decide. Each field is read from ``WATCHKEEP_<NAME>`` unless it says otherwise."""

    database_url: str = ""
    """``DATABASE_URL``: an external PostgreSQL, 15 or newer; empty means the embedded one."""
    data: Path = Path("var")
    """Where the embedded database, uploads and keys live."""
    secret_key: str = ""
    """Signs sessions and links; empty means the key file in the data directory."""
    encryption_keys: str = ""
    """Fernet keys, newest first, separated by commas; empty means the key file in the data directory."""
    base_url: str = "http://127.0.0.1:8000"
    """The address that people and mails use."""
    allowed_hosts: str = ""
    """More host names that the web server answers to, separated by commas."""
    debug: bool = False
    """Show errors in the browser. Never in production."""
    smtp_url: str = ""
    """``smtp+tls://user:password@host:587`` (STARTTLS), ``smtps://…`` or ``smtp://host:25``.

    Empty means that mail is written to the data directory.
    """
    mail_from: str = "Watchkeep <watchkeep@localhost>"
    """The sender of mails."""
    mail_listen: str = ""
    """Where a mail server may hand mail over: ``lmtp://127.0.0.1:8024`` or ``smtp://…``; empty means nowhere."""
    mail_listen_certificate: str = ""
    """A file with the certificate (PEM) under which that listener offers STARTTLS; then nothing is taken without it."""
    mail_listen_key: str = ""
    """The file with the certificate's private key, when it is another one."""
    mail_listen_user: str = ""
    """Who may hand mail over there, and with which password; empty: whoever reaches the address."""
    mail_listen_password: str = ""
    """The password of that user."""
    database_pool: int = 10
    """Connections that one process may hold to PostgreSQL."""
    api_requests_a_minute: int = 1200
    """How many API requests one token may make in a minute, for each web process."""
    proxies: int = 0
    """How many proxies stand in front; so many of the last addresses in X-Forwarded-For are believed."""
    outgoing_allow: str = ""
    """Networks or hosts on the inside that outgoing webhooks may reach, separated by commas."""
    host: str = "127.0.0.1"
    """Where the web listens; ``0.0.0.0`` for every network of the machine."""
    port: int = 8000
    """The first port that the web tries; when it is busy, the next free one."""
    web_workers: int = 0
    """Processes of the web; 0 means one for each processor, four at most."""
    postgres_bin: str = ""
    """The folder with the programs of the embedded PostgreSQL; empty means the wheel's, else the system's."""
    postgres_user: str = ""
    """Whom root starts the embedded PostgreSQL as; empty means watchkeep, postgres or nobody, who is first there."""


def read() -> Env:
    """The environment as it is now. Raises ValueError, naming the variable, when a value does not fit."""
    values: dict[str, Any] = {}
    for field in fields(Env):
        name = "DATABASE_URL" if field.name == "database_url" else f"WATCHKEEP_{field.name.upper()}"
        if (text := os.environ.get(name)) is not None:
            values[field.name] = _typed(name, field.type, text)
    return Env(**values)


def _typed(name: str, kind: object, text: str) -> str | int | bool | Path:
    if kind is bool:
        if text.lower() not in {"0", "1", "true", "false", "yes", "no", ""}:
            raise ValueError(f"{name} must be 1 or 0, not {text!r}")
        return text.lower() in {"1", "true", "yes"}
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{name} must be a whole number, not {text!r}") from None
    return Path(text) if kind is Path else text
