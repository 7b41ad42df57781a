"""What can be seen without a database: Python, the disk, the keys, the port, who we are, the mail server."""

import os
import platform
import shutil
import smtplib
import ssl
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from watchkeep.config.env import Env
from watchkeep.launch import surroundings
from watchkeep.launch.doctor.findings import Finding, bad, fine, uneasy
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.postgres.cluster import ELSEWHERE

GB = 1024**3
LITTLE, TOO_LITTLE = 2 * GB, GB // 4
LOCAL = ("localhost", "127.0.0.1", "::1")
SMTP = ("smtp", "smtp+tls", "smtps")


def python() -> Finding:
    """The interpreter; an older one would not have come this far."""
    return fine("Python", f"{platform.python_version()} in {sys.prefix}")


def instance(running: Instance | None, folders: Folders) -> Finding:
    """Whether Watchkeep runs here."""
    if running and running.url:
        return fine("Watchkeep", f"runs at {running.url} (process {running.pid})")
    return uneasy("Watchkeep", f"does not run from {folders.home}", "Start it: ./run in a clone, else watchkeep up.")


def disk(folders: Folders) -> Iterator[Finding]:
    """Room where the data lies, and whether we may write there."""
    places = {folders.home, folders.postgres.resolve()} if folders.postgres.exists() else {folders.home}
    for place in sorted(places):
        if not os.access(place, os.W_OK):
            yield bad("Data", f"{place} is not ours to write", "Start as its owner, or name another in WATCHKEEP_DATA.")
            continue
        free = shutil.disk_usage(place).free
        text = f"{free / GB:.1f} GB free in {place}"
        if free < TOO_LITTLE:
            yield bad("Disk", text, "Make room at once: a database without room stops.")
        elif free < LITTLE:
            yield uneasy("Disk", text, "Make room soon.")
        else:
            yield fine("Disk", text)


def forgotten(folders: Folders) -> Iterator[Finding]:
    """Databases of clones that are gone: nobody but a person may say that they are not needed."""
    if os.geteuid() == 0 and ELSEWHERE.is_dir():
        for home in sorted(ELSEWHERE.iterdir()):
            owner = home / "belongs-to"
            place = Path(owner.read_text().strip()) if owner.exists() else folders.home
            if place != folders.home and not (place / "postgres").is_symlink():
                yield uneasy(
                    "Forgotten", f"{home} belonged to {place}, which is gone", "Delete it if nobody misses it."
                )


def keys(folders: Folders) -> Finding:
    """Whether the keys are ours alone."""
    if not folders.keys.exists():
        return fine("Keys", "come from the environment, or are made at the first start")
    if folders.keys.stat().st_mode & 0o077:
        return bad("Keys", f"{folders.keys} can be read by others", f"chmod 600 {folders.keys}")
    return fine("Keys", "are readable by their owner alone")


def port(env: Env, running: Instance | None) -> Finding:
    """Whether the web's port is free for us."""
    if running and running.url:
        served = urlsplit(running.url).port
        return fine("Port", f"{served} is served by us" if served else "is ours, behind a proxy")
    if surroundings.free_web_port(env.host, env.port) == env.port:
        return fine("Port", f"{env.port} is free")
    return uneasy(
        "Port", f"{env.port} is busy; the next free one will be taken", "Set WATCHKEEP_PORT to one that is yours."
    )


def who_we_are() -> Finding:
    """Root runs what it must not."""
    if os.geteuid() == 0:
        return uneasy("User", "is root; only the database gives that up", "For daily use, run as a user of its own.")
    return fine("User", f"number {os.geteuid()}, not root")


def address(env: Env, running: Instance | None = None) -> Finding:
    """Whether links in mails lead anywhere."""
    told = (running and running.url) or env.base_url
    base = urlsplit(told)
    is_local = base.hostname in LOCAL
    if env.smtp_url and is_local:
        return uneasy("Address", f"mails link to {told}, this machine", "Set WATCHKEEP_BASE_URL to the public one.")
    if not is_local and base.scheme != "https":
        return uneasy(
            "Address", f"{told} is not encrypted", "Put a TLS proxy in front: https:// in WATCHKEEP_BASE_URL."
        )
    return fine("Address", told)


def mail(env: Env, folders: Folders) -> Finding:
    """Whether the mail server speaks with us."""
    if not env.smtp_url:
        return uneasy(
            "Mail",
            f"is not sent but kept in {folders.mail}",
            "Set WATCHKEEP_SMTP_URL=smtp+tls://user:password@host:587",
        )
    server = urlsplit(env.smtp_url)
    host, port_ = server.hostname or "", server.port or (465 if server.scheme == "smtps" else 25)
    if server.scheme not in SMTP:
        return bad("Mail", f"{server.scheme}:// is no way to a mail server", f"Use {', '.join(SMTP)}.")
    try:
        _sign_in_for_mail(server, host, port_)
    except smtplib.SMTPAuthenticationError as error:
        return bad(
            "Mail", f"{host}:{port_} does not take the password ({error.smtp_code})", "Check WATCHKEEP_SMTP_URL."
        )
    except (OSError, smtplib.SMTPException) as error:
        return bad("Mail", f"{host}:{port_} does not answer ({error})", "Check WATCHKEEP_SMTP_URL and the way there.")
    if server.password and server.scheme == "smtp" and host not in LOCAL:
        return uneasy("Mail", f"{host}:{port_} gets the password unencrypted", "Begin with smtp+tls:// or smtps://.")
    return fine("Mail", f"goes out through {host}:{port_}")


def _sign_in_for_mail(server: SplitResult, host: str, port_: int) -> None:
    """What comes before a mail, as the sender does it."""
    tls = ssl.create_default_context()
    dial = partial(smtplib.SMTP_SSL, context=tls) if server.scheme == "smtps" else smtplib.SMTP
    with dial(host, port_, timeout=5) as connection:
        if server.scheme == "smtp+tls":
            connection.starttls(context=tls)
        connection.ehlo_or_helo_if_needed()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
