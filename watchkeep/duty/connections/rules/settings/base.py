"""What the settings of every kind have in common."""

import re
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from watchkeep.kernel import parameters
from watchkeep.kernel.errors import Refused

HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")
"""A name or an address of a host."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every kind's settings."""

    def check(self) -> None:
        """Raise Refused for what makes no sense."""

    @property
    def hint(self) -> str:
        """As much as a list may show."""
        raise NotImplementedError

    def secrets(self) -> tuple[str, ...]:
        """What must never be seen again."""
        return tuple(
            value for field in parameters.of(type(self)) if field.is_secret and (value := getattr(self, field.name))
        )

    def split(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What may be shown, and what may not."""
        whole = msgspec.to_builtins(self)
        hidden = {field.name for field in parameters.of(type(self)) if field.is_secret}
        return ({k: v for k, v in whole.items() if k not in hidden}, {k: v for k, v in whole.items() if k in hidden})


def need(value: str, field: str) -> None:
    """Refuse a way of signing in that lacks what it takes."""
    if not value:
        raise Refused(_("This way of signing in needs it."), field=field, code="missing")
