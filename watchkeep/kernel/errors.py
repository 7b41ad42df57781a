"""How the domain says no. Doors turn these into a page or a status, each in one middleware."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):  # noqa: N818  # the field says "refused", not "refused error"
    """It cannot be done now, and the message tells a person why.

    ``field`` names the input that is wrong (HTTP 422); without one the state of the record
    stands against it (HTTP 409).
    """

    def __init__(self, message: str, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class Stale(Refused):
    """Somebody saved first. ``current`` holds what stands there now, by field (HTTP 409 or 412).

    ``version`` is that of the record now, where it has one: who has seen it may save again.
    """

    def __init__(self, message: str, *, current: Mapping[str, Any], version: int | None = None) -> None:
        super().__init__(message, code="stale")
        self.current = dict(current)
        self.version = version


class TooSoon(Refused):
    """It was tried too often; ``wait`` seconds from now it may be tried again (HTTP 429)."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message, code="too_many")
        self.wait = wait


class NotAllowed(Exception):  # noqa: N818  # the same
    """The actor lacks the permission (HTTP 403)."""

    def __init__(self, message: str, *, permission: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.permission = permission
