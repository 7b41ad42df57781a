"""What the frame around every page shows. A door fills it; the kit draws it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from watchkeep.doors.ui.signs import Words


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place to go: in the rail, in the settings, in the palette.

    ``permission`` hides it from those who may not; ``keys`` such as ``g i`` take one there.
    """

    label: Words
    href: str
    icon: str
    group: str = "work"
    order: int = 50
    permission: str = ""
    keys: str = ""


@dataclass(frozen=True)
class Drawn:
    """An entry as it stands on this page."""

    entry: Entry
    is_current: bool = False
    count: int = 0
    is_hot: bool = False


@dataclass(frozen=True)
class Group:
    """Entries that belong together, under a title or none."""

    title: Words
    entries: Sequence[Drawn]


@dataclass(frozen=True)
class Duty:
    """Whether the reader is on call, in words."""

    is_on: bool
    words: Words
    href: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The whole frame: rail, who reads, whether they are on call."""

    groups: Sequence[Group] = ()
    duty: Duty | None = None
    name: str = ""
    email: str = ""
    menu: Sequence[Entry] = field(default_factory=tuple)
    home: str = "/"
    palette: str = ""
    search: str = ""
    logout: str = ""
