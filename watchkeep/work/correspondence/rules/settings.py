"""What a mailbox needs to know to be fetched: typed, split into what a page may show and what it may not."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused


class Security(StrEnum):
    """How the line to the server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Login(StrEnum):
    """How the server is told who we are."""

    PASSWORD = "password"  # noqa: S105  # the word, not one
    MICROSOFT = "microsoft"
    GOOGLE = "google"


class After(StrEnum):
    """What happens to a message on the server once it is safe here."""

    MOVE = "move"
    KEEP = "keep"


SECRET = ("password", "client_secret", "refresh_token")
PLACE = ("host", "port", "security", "user", "token_url", "tenant")
"""Where secrets are sent: one that was entered for another place never follows to a new one."""


class Imap(msgspec.Struct, frozen=True, kw_only=True):
    """How to fetch mail by IMAP."""

    host: str = ""
    port: int = 993
    security: Security = Security.TLS
    login: Login = Login.PASSWORD
    user: str = ""
    password: str = ""
    tenant: str = "common"
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    token_url: str = ""
    folder: str = "INBOX"
    after: After = After.MOVE
    done_folder: str = "Watchkeep"

    def shown(self) -> dict[str, Any]:
        """What a page may show."""
        return {name: value for name, value in msgspec.to_builtins(self).items() if name not in SECRET}

    def hidden(self) -> dict[str, str]:
        """The secrets."""
        return {name: getattr(self, name) for name in SECRET}


def read(given: Mapping[str, Any], *, before: "Imap | None" = None) -> Imap:
    """Read settings. A secret that is left empty stays, unless the place is another. Raises Refused by field."""
    wanted = {name: _clean(value) for name, value in given.items() if name in Imap.__struct_fields__}
    wanted["tenant"] = wanted.get("tenant") or "common"
    try:
        asked = msgspec.convert(wanted, type=Imap, strict=False)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("`$.")[2].rstrip("`") or "host"
        raise Refused(_("This is not a valid value."), field=field) from error
    if before and all(getattr(asked, name) == getattr(before, name) for name in PLACE):
        kept = {name: getattr(before, name) for name in SECRET if not getattr(asked, name)}
        asked = msgspec.structs.replace(asked, **kept)
    _refuse_incomplete(asked)
    return asked


def _refuse_incomplete(asked: Imap) -> None:
    needed = ["host", "user", "folder"]
    needed += ["password"] if asked.login is Login.PASSWORD else ["client_id", "refresh_token"]
    needed += ["done_folder"] if asked.after is After.MOVE else []
    for name in needed:
        if not getattr(asked, name):
            raise Refused(_("This is needed."), field=name, code="missing")
    if not 0 < asked.port < 65_536:
        raise Refused(_("A port is a number from 1 to 65535."), field="port")
    if asked.after is After.MOVE and asked.folder == asked.done_folder:
        raise Refused(_("Mail that was taken goes to another folder than it comes from."), field="done_folder")
    for name in ("host", "user", "folder", "done_folder", "tenant"):
        if any(not letter.isprintable() for letter in getattr(asked, name)):
            raise Refused(_("This holds a character that cannot be used here."), field=name)


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
