"""What can be seen without a database: Python, the disk, the keys, the port, who we are, the mail server."""

import os
import platform
import shutil
import smtplib
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from watchkeep.config.env import Env
from watchkeep.launch import surroundings
from watchkeep.launch.doctor.findings import Finding, bad, fine, uneasy
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.postgres.cluster import ELSEWHERE

GB = 1024**3
LITTLE, TOO_LITTLE = 2 * GB, GB // 4


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
        return fine("Port", f"{urlsplit(running.url).port} is served by us")
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


def address(env: Env) -> Finding:
    """Whether links in mails lead anywhere."""
    base = urlsplit(env.base_url)
    is_local = base.hostname in {"localhost", "127.0.0.1", "::1"}
    if env.smtp_url and is_local:
        return uneasy(
            "Address", f"mails link to {env.base_url}, this machine", "Set WATCHKEEP_BASE_URL to the public one."
        )
    if not is_local and base.scheme != "https":
        return uneasy(
            "Address", f"{env.base_url} is not encrypted", "Put a TLS proxy in front: https:// in WATCHKEEP_BASE_URL."
        )
    return fine("Address", env.base_url)


def mail(env: Env, folders: Folders) -> Finding:
    """Whether the mail server speaks with us."""
    if not env.smtp_url:
        return uneasy(
            "Mail", f"is not sent but kept in {folders.mail}", "Set WATCHKEEP_SMTP_URL=smtp://user:password@host:25"
        )
    server = urlsplit(env.smtp_url)
    host, port_ = server.hostname or "", server.port or (465 if server.scheme == "smtps" else 25)
    protocol = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with protocol(host, port_, timeout=5) as connection:
            connection.ehlo()
    except (OSError, smtplib.SMTPException, socket.gaierror) as error:
        return bad("Mail", f"{host}:{port_} does not answer ({error})", "Check WATCHKEEP_SMTP_URL and the way there.")
    return fine("Mail", f"goes out through {host}:{port_}")
