"""One request, as the formats see it."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs


@dataclass(slots=True)
class Call:
    """A request whose body has been read and unpacked. ``path_key`` is the key if it stood in the path."""

    method: str
    path: str
    headers: dict[bytes, bytes]
    body: bytes = b""
    path_key: str = ""
    query: bytes = b""

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        return self.headers.get(name.encode(), b"").decode("latin-1")

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def key(self) -> str:
        """The key from the path, or from a Bearer or Basic authorization (the password), or nothing."""
        if self.path_key:
            return self.path_key
        scheme, _, value = self.header("authorization").partition(" ")
        match scheme.lower():
            case "bearer":
                return value.strip()
            case "basic":
                return _password(value)
        return ""

    def asked(self, name: str) -> str:
        """A parameter of the query string, or nothing."""
        return parse_qs(self.query.decode("latin-1")).get(name, [""])[0]


def _password(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def call_of(scope: dict[str, Any]) -> Call:
    """The call that an ASGI scope describes, its body still empty."""
    return Call(scope["method"], scope["path"], dict(scope["headers"]), query=scope.get("query_string", b""))
