"""What the settings of every kind have in common."""

from typing import Any, ClassVar

import msgspec

from watchkeep.kernel import parameters


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every kind's settings. ``places`` names the fields that say where secrets are sent."""

    places: ClassVar[frozenset[str]] = frozenset()

    def check(self) -> None:
        """Raise Refused for what makes no sense."""

    def split(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What may be shown, and what may not."""
        whole = msgspec.to_builtins(self)
        hidden = {field.name for field in parameters.of(type(self)) if field.is_secret}
        return ({k: v for k, v in whole.items() if k not in hidden}, {k: v for k, v in whole.items() if k in hidden})
