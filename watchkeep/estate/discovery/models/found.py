"""What was found, in our own words, whatever protocol told it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

OWN, VIRTUAL, DOCKING = "own", "virtual", "docking"
"""Whose a network card is: the thing's own, made by software, or part of a dock that wanders between desks."""


class Nic(msgspec.Struct, frozen=True, kw_only=True):
    """A network interface: its hardware address, and whose it is."""

    name: str = ""
    mac: str = ""
    addresses: tuple[str, ...] = ()
    kind: str = OWN


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of software as the source names it. ``manager`` is the package manager that told it."""

    name: str
    publisher: str = ""
    version: str = ""
    manager: str = ""
    arch: str = ""
    purl: str = ""
    cpe: str = ""
    installed_on: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A service that answers at a port, as the source tells it apart."""

    port: int
    protocol: str = "tcp"
    name: str = ""
    product: str = ""
    version: str = ""
    is_tls: bool = False


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """How the thing stands to another one, which it begins at: ``runs_on``, ``connects_to``, ``protects`` and so on.

    ``other`` may be told in full elsewhere, too: its marks say which thing it is. ``is_back``: it begins at the other
    and ends at the thing. Of what is plugged in somewhere, ``port`` is the thing's own and ``other_port`` the other's.
    """

    relation: str
    other: Found
    is_back: bool = False
    port: str = ""
    other_port: str = ""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One thing as one source sees it.

    ``key`` is the source's own name for it. ``address`` is where it is managed, or answers when nothing else is known
    that tells it apart: a weak mark. ``software`` None says that the source told nothing of software, ``answers`` None
    that it told nothing of what answers at its ports, ``links`` None that it told nothing of what the thing hangs on;
    an empty one says that there is none. Of relations that begin at it of these kinds (``outward``; None: of every
    kind) and of those that end at it (``inward``) it told all. ``clock`` is the latest instant that it told of itself
    by its own clock, as if that were UTC: nothing but how far that is ahead is taken from it. ``is_partial`` says that
    of its attributes it told a part only, so that what is left out has not gone.
    """

    key: str
    kind: str = "computer"
    name: str = ""
    domain: str = ""
    serial: str = ""
    manufacturer: str = ""
    model: str = ""
    uuid: str = ""
    cloud_id: str = ""
    certificate: str = ""
    address: str = ""
    nics: tuple[Nic, ...] = ()
    attributes: dict[str, Any] = {}
    software: tuple[Program, ...] | None = None
    answers: tuple[Answer, ...] | None = None
    links: tuple[Link, ...] | None = None
    outward: tuple[str, ...] | None = None
    inward: tuple[str, ...] = ()
    is_partial: bool = False
    clock: datetime | None = None
