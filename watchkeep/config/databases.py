"""The database address, in the shape that Django wants."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def from_url(url: str, *, pool: int) -> dict[str, Any]:
    """Read ``postgres://user:password@host:port/name?option=value``; ``?host=/run/dir`` names a socket.

    Raises ValueError for another scheme: PostgreSQL is the only database (ADR 0001).
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgres://, not {parts.scheme or 'nothing'}://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return settings
