"""Services, machines, databases and playbooks: what leads to programs."""

import base64
import binascii
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from watchkeep.duty.connections.rules.settings.base import HOST, Settings, need
from watchkeep.kernel import outgoing
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OF_DSN = frozenset({"host", "port", "dbname", "user", "password", "sslmode"})
Auth = Literal["none", "bearer", "basic", "header"]
AUTHS = (
    ("none", gettext_lazy("None")),
    ("bearer", gettext_lazy("Bearer token")),
    ("basic", gettext_lazy("User and password")),
    ("header", gettext_lazy("Key in a header")),
)


class Http(Settings, frozen=True, kw_only=True):
    """A service that is asked by HTTP, at addresses below a base."""

    url: Annotated[str, Says(gettext_lazy("Base address"), gettext_lazy("Such as https://api.example.org/v2."))]
    auth: Annotated[Auth, Says(gettext_lazy("How we say who we are"), choices=AUTHS)] = "none"
    user: Annotated[str, Says(gettext_lazy("User"), gettext_lazy("For user and password."))] = ""
    header: Annotated[
        str, Says(gettext_lazy("Header"), gettext_lazy("Its name, such as X-Api-Key, for a key in a header."))
    ] = ""
    secret: Annotated[str, Says(gettext_lazy("Token, password or key"), is_secret=True)] = ""

    def check(self) -> None:
        """An address that can be asked, and whatever its way of signing in takes."""
        try:
            outgoing.place_of(self.url)
        except outgoing.BadAddress as error:
            raise Refused(str(error), field="url") from error
        if urlsplit(self.url).query or "#" in self.url:
            raise Refused(_("A base address ends before any question mark."), field="url")
        if self.auth != "none":
            need(self.secret, "secret")
            if not self.secret.isascii() or not self.secret.isprintable():
                raise Refused(_("A header cannot carry these characters."), field="secret")
        if self.auth == "basic":
            need(self.user, "user")
        if self.auth == "header" and not _TOKEN.fullmatch(self.header):
            raise Refused(_("Give the name of the header, such as X-Api-Key."), field="header")

    @property
    def hint(self) -> str:
        """The base address: it holds no secret."""
        return self.url

    @property
    def signed_in(self) -> dict[str, str]:
        """The header that says who we are."""
        if self.auth == "bearer":
            return {"Authorization": f"Bearer {self.secret}"}
        if self.auth == "basic":
            pair = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {self.header: self.secret} if self.auth == "header" else {}


class Ssh(Settings, frozen=True, kw_only=True):
    """A machine on which we run commands. Its key is pinned: another machine under its name gets nothing."""

    host: Annotated[str, Says(gettext_lazy("Host"))]
    user: Annotated[str, Says(gettext_lazy("User"))]
    host_key: Annotated[
        str,
        Says(
            gettext_lazy("Key of the host"),
            gettext_lazy("As ssh-keyscan prints it: ssh-ed25519 AAAA… Nothing else is believed to be this host."),
            is_long=True,
        ),
    ]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535), Says(gettext_lazy("Port"))] = 22
    key: Annotated[
        str, Says(gettext_lazy("Private key"), gettext_lazy("OpenSSH form."), is_long=True, is_secret=True)
    ] = ""
    passphrase: Annotated[str, Says(gettext_lazy("Passphrase of the key"), is_secret=True)] = ""
    password: Annotated[str, Says(gettext_lazy("Password, instead of a key"), is_secret=True)] = ""

    def check(self) -> None:
        """A host with its key, and a way to sign in."""
        if not HOST.fullmatch(self.host):
            raise Refused(_("Give the name or the address of a host."), field="host")
        if not self.pinned:
            raise Refused(_("Give the key of the host as ssh-keyscan prints it."), field="host_key")
        if not self.key and not self.password:
            raise Refused(_("Give a private key or a password."), field="key")

    @property
    def pinned(self) -> tuple[str, str] | None:
        """The kind of the host's key and the key in Base64."""
        for word, rest in zip(self.host_key.split(), self.host_key.split()[1:], strict=False):
            if word.startswith(("ssh-", "ecdsa-")) and _is_base64(rest):
                return word, rest
        return None

    @property
    def hint(self) -> str:
        """Who on which machine."""
        return f"{self.user}@{self.host}:{self.port}"


class Sql(Settings, frozen=True, kw_only=True):
    """A PostgreSQL database that we read and never write."""

    dsn: Annotated[
        str,
        Says(
            gettext_lazy("Address of the database"),
            gettext_lazy("Such as postgresql://reader:password@db.example.org/shop. Best with a role that only reads."),
            is_secret=True,
        ),
    ]

    def check(self) -> None:
        """One host, by name, and nothing that would make us read files of our own."""
        parts = self.parts()
        if strange := sorted(set(parts) - _OF_DSN):
            raise Refused(_("Leave %(name)s out of the address.") % {"name": strange[0]}, field="dsn")
        if not HOST.fullmatch(parts.get("host", "")) or not parts.get("dbname") or not parts.get("user"):
            raise Refused(_("Give the host, the database and the user."), field="dsn")

    def parts(self) -> dict[str, str]:
        """The address, taken apart."""
        try:
            return {name: str(value) for name, value in conninfo_to_dict(self.dsn).items() if value is not None}
        except ProgrammingError:
            raise Refused(_("This is not the address of a PostgreSQL database."), field="dsn") from None

    @property
    def hint(self) -> str:
        """Who reads which database where; no password."""
        parts = self.parts()
        return f"{parts['user']}@{parts['host']}:{parts.get('port', '5432')}/{parts['dbname']}"

    def secrets(self) -> tuple[str, ...]:
        """The whole address, and the password in it."""
        return tuple(filter(None, (self.dsn, self.parts().get("password", ""))))


class Ansible(Settings, frozen=True, kw_only=True):
    """A folder of playbooks on this server, and what they run against."""

    folder: Annotated[
        str, Says(gettext_lazy("Project folder"), gettext_lazy("Its full path on the server on which Watchkeep works."))
    ]
    inventory: Annotated[
        str, Says(gettext_lazy("Inventory"), gettext_lazy("A file within the folder, or hosts: web1,web2,"))
    ]
    vault_password: Annotated[str, Says(gettext_lazy("Vault password"), is_secret=True)] = ""

    def check(self) -> None:
        """A full path, and an inventory that does not lead out of it."""
        if not self.folder.startswith("/") or ".." in self.folder.split("/"):
            raise Refused(_("Give the full path of the folder."), field="folder")
        if "," not in self.inventory and not is_within(self.inventory):
            raise Refused(_("Give a file within the folder."), field="inventory")

    @property
    def hint(self) -> str:
        """The folder."""
        return self.folder


def is_within(path: str) -> bool:
    """Whether a path stays within its folder."""
    return bool(path) and not path.startswith(("/", "-", "~")) and ".." not in path.split("/")


def _is_base64(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) > 30
    except (binascii.Error, ValueError):
        return False
