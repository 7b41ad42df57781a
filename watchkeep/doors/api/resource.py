"""A resource: one record's addresses. Each says what it answers and which permission it takes."""

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from watchkeep.doors.api.shapes import Listing, Record
from watchkeep.work.tickets import life as tickets

V = TypeVar("V", bound=Callable[..., Any])
ANY_FILE = ("application/octet-stream",)
PICTURES = tuple(sorted(tickets.PICTURES))


class Resource(Router):
    """A router that speaks in records: list, read, create, edit, remove, and verbs."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag])

    def list(self, path: str, of: type[Record], *, may: str = "") -> Callable[[V], V]:
        """Show many, a page at a time."""
        return self.get(path, response=Listing[of], **_marks(may))  # type: ignore[valid-type]

    def read(self, path: str, of: Any, *, may: str = "", absent: bool = False) -> Callable[[V], V]:
        """Show one. `absent`: the only one of its kind, which need not be there."""
        return self.get(path, response=of, **_marks(may, tagged=_is_record(of), absent=absent))

    def create(self, path: str, of: type[Record], *, may: str = "") -> Callable[[V], V]:
        """Make one (201, with its address)."""
        return self.post(path, response={201: of}, **_marks(may))

    def edit(self, path: str, of: type[Record], *, may: str = "") -> Callable[[V], V]:
        """Change what is given and leave the rest; the caller must have seen what stands there."""
        return self.patch(path, response=of, **_marks(may, match=True))

    def remove(self, path: str, *, may: str = "", match: bool = False) -> Callable[[V], V]:
        """Take one away (204)."""
        return self.delete(path, response={204: None}, **_marks(may, match=match))

    def verb(self, path: str, of: Any, *, may: str = "") -> Callable[[V], V]:
        """Do something with one (200, as it stands afterwards; 204 without a shape)."""
        return self.post(path, response={204: None} if of is None else of, **_marks(may))

    def download(self, path: str, *, may: str = "", types: tuple[str, ...] = ANY_FILE) -> Callable[[V], V]:
        """Hand out a file, of one of these types."""
        marks = _marks(may)
        marks["openapi_extra"]["responses"] = {200: {"content": {one: {} for one in types}}}
        return self.get(path, response={200: None}, **marks)


def _is_record(of: Any) -> bool:
    return isinstance(of, type) and issubclass(of, Record)


def _marks(may: str, *, match: bool = False, tagged: bool = False, absent: bool = False) -> dict[str, Any]:
    """What the document and its reader need to know beyond the shapes."""
    marks: dict[str, Any] = {"x-permission": str(may)} if may else {}
    if match:
        marks["x-if-match"] = True
    if tagged:
        marks["x-etag"] = True
    if absent:
        marks["x-absent"] = True
    return {"openapi_extra": marks}
