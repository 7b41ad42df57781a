"""Certificates: whoever answers by TLS shows one, with what stands above it. Nothing is trusted here, only read."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from watchkeep.doors.integrations.network.targets import Place
from watchkeep.estate.discovery.models import Found, Link

SECONDS = 5.0
TOO_SLOW = "TimeoutError"
AT_ONCE = 8
MOST_NAMES, MOST_ABOVE = 200, 5


@dataclass(frozen=True)
class Shown:
    """What answered at a place: certificates as bytes, its own first. None at all says ``why``."""

    place: Place
    chain: tuple[bytes, ...] = ()
    why: str = ""


def ask(places: Iterable[Place], seconds: float) -> list[Shown]:
    """Ask these places for their certificates, a few at a time."""
    patience = max(0.1, min(SECONDS, seconds))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda place: _ask(place, patience), places))


def found(chain: tuple[bytes, ...]) -> list[Found]:
    """The certificates of a chain, its own first, each hanging on the one above it. What cannot be read ends it."""
    read: list[tuple[str, x509.Certificate]] = []
    for one in chain[:MOST_ABOVE]:
        try:
            certificate = x509.load_der_x509_certificate(one)
            read.append((certificate.fingerprint(hashes.SHA256()).hex(), certificate))
        except ValueError:
            break
    made: list[Found] = []
    for print_, certificate in reversed(read):
        made.insert(0, _found(print_, certificate, made[0] if made else None))
    return made


def protecting(host: Found, shown: Iterable[Shown]) -> tuple[Found, list[Found]]:
    """A host that hangs on the certificates that it shows, and these. Where it was too slow once, nothing is said."""
    several = list(shown)
    chains = [certificates for one in several if (certificates := found(one.chain))]
    if any(one.why == TOO_SLOW for one in several):
        return host, [one for chain in chains for one in chain]
    links = tuple(Link(relation="protects", other=chain[0], is_back=True) for chain in chains)
    tied = msgspec.structs.replace(host, links=links, outward=(), inward=("protects",))
    return tied, [one for chain in chains for one in chain]


def _found(print_: str, read: x509.Certificate, above: Found | None) -> Found:
    names, subject = _names(read), _text(read.subject)
    values = {
        "subject": subject, "issuer": _text(read.issuer), "fingerprint": print_, "names": names,
        "valid_from": read.not_valid_before_utc.date().isoformat(),
        "valid_until": read.not_valid_after_utc.date().isoformat(),
    }  # fmt: skip
    common = [str(one.value) for one in read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    name = next(iter([*common, *names]), subject or print_[:16])
    links = (Link(relation="depends_on", other=above),) if above else ()
    return Found(
        key=print_, kind="certificate", name=name[:200], certificate=print_, attributes=values, links=links,
        outward=("depends_on",),
    )  # fmt: skip


def _text(name: x509.Name) -> str:
    try:
        return name.rfc4514_string()[:500]
    except ValueError:
        return ""


def _names(read: x509.Certificate) -> list[str]:
    try:
        told: Any = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return []
    names = [*told.get_values_for_type(x509.DNSName), *map(str, told.get_values_for_type(x509.IPAddress))]
    return names[:MOST_NAMES]


def _ask(place: Place, seconds: float) -> Shown:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")  # what is old shows its certificate, too
    try:
        with (
            socket.create_connection((place.address, place.port), seconds) as line,
            context.wrap_socket(line, server_hostname=place.name or None) as spoken,
        ):
            return Shown(place, _chain(spoken))
    except (OSError, ValueError) as error:
        return Shown(place, why=type(error).__name__)


def _chain(spoken: ssl.SSLSocket) -> tuple[bytes, ...]:
    """All certificates that were shown (public from Python 3.13 on)."""
    asked = getattr(spoken, "get_unverified_chain", None)
    if asked:
        return tuple(asked())
    inner: Any = getattr(spoken, "_sslobj", None)
    shown = inner.get_unverified_chain() if inner else ()
    own = spoken.getpeercert(binary_form=True)
    return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in shown or ()) or ((own,) if own else ())
