"""A line to a directory: only to where an administrator allows it, encrypted, and with words for what goes wrong."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from watchkeep.duty.connections import queries as connections
from watchkeep.estate.people.models import LdapDirectory
from watchkeep.kernel import outgoing
from watchkeep.kernel.later import later

ldap3, exceptions = later("ldap3"), later("ldap3.core.exceptions")
SECONDS = 10
PORTS = {"ldap": 389, "ldaps": 636}


class Away(Exception):  # noqa: N818  # it is what it says
    """The directory cannot be read now; the message says why, in words for an administrator."""


class WrongPassword(Exception):  # noqa: N818  # the same
    """The directory is there and does not take this password."""


@contextmanager
def line(directory: LdapDirectory, *, dn: str, password: str) -> Iterator[Any]:
    """A connection that is signed in as ``dn``. Raises WrongPassword or Away."""
    server = _server(directory)
    found = ldap3.Connection(
        server,
        dn or None,
        password or None,
        authentication=ldap3.SIMPLE if dn else ldap3.ANONYMOUS,
        read_only=True,
        raise_exceptions=True,
        receive_timeout=SECONDS * 3,
        auto_range=True,
        auto_referrals=False,
    )
    try:
        found.open()
        if directory.starts_tls:
            found.start_tls()
        found.bind()
        yield found
    except (exceptions.LDAPInvalidCredentialsResult, exceptions.LDAPBindError) as error:
        raise WrongPassword(str(error)) from error
    except exceptions.LDAPStartTLSError as error:
        raise Away(f"StartTLS failed: {_short(error)}") from error
    except exceptions.LDAPSocketOpenError as error:
        raise Away(f"it cannot be reached: {_short(error)}") from error
    except exceptions.LDAPOperationResult as error:
        raise Away(f"it answered: {error.description} {error.message}".strip()[:300]) from error
    except (exceptions.LDAPException, OSError) as error:
        raise Away(f"{type(error).__name__}: {_short(error)}") from error
    finally:
        with suppress(exceptions.LDAPException, OSError):
            found.unbind()


def _server(directory: LdapDirectory) -> Any:
    """The server by the address that its name has now, if it is open to us; TLS still proves the name."""
    parts = urlsplit(directory.url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Away("its address begins with ldaps:// or ldap:// and names a host")
    try:
        port = parts.port or PORTS[parts.scheme]
        reached = outgoing.resolve(parts.hostname, port, connections.allowance())
    except (outgoing.BadAddress, OSError, ValueError) as error:
        raise Away(f"{parts.hostname}: {error}") from error
    tls: dict[str, Any] = {"validate": ssl.CERT_REQUIRED, "valid_names": [parts.hostname], "sni": parts.hostname}
    if directory.ca:
        tls["ca_certs_data"] = directory.ca
    return ldap3.Server(
        reached,
        port,
        use_ssl=parts.scheme == "ldaps",
        tls=ldap3.Tls(**tls),
        get_info=ldap3.NONE,
        connect_timeout=SECONDS,
    )


def _short(error: Exception) -> str:
    return str(error)[:200]
