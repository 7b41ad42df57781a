"""Everyone is an actor: a person, an integration, a rule, a model, the clock.

Every verb takes ``by: Actor``. There is no ambient user.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from watchkeep.kernel import permissions
from watchkeep.kernel.errors import NotAllowed


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does it, and what they may do. ``key`` (such as ``person:12``) is what facts remember."""

    key: str
    name: str
    permissions: frozenset[str] = frozenset()
    person: int | None = None
    organisation: int | None = None
    teams: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return self.key

    def may(self, permission: str) -> bool:
        """Whether this actor holds the permission."""
        return permission in self.permissions

    def need(self, permission: str, act: str = "do this") -> None:
        """Raise NotAllowed unless the actor holds the permission."""
        if not self.may(permission):
            raise NotAllowed(f"{self.name} may not {act}.", permission=permission)

    @classmethod
    def system(cls, key: str, name: str = "", may: Iterable[str] | None = None) -> "Actor":
        """A part of Watchkeep itself; it may do everything unless told otherwise."""
        granted = permissions.every() if may is None else frozenset(may)
        return cls(key=key, name=name or key, permissions=granted)


class _Clock(Actor):
    """Time itself: what happens because a moment has come. It may do everything."""

    def may(self, permission: str) -> bool:
        """Time asks nobody."""
        return bool(permission)


CLOCK: Actor = _Clock(key="clock", name="Watchkeep")
