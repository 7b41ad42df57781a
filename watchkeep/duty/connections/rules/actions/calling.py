"""One HTTP request to a service."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import quote, unquote

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
BodyKind = Literal["json", "text"]
_OURS = frozenset({"authorization", "host", "content-length", "transfer-encoding", "connection"})


class HttpCall(Action, frozen=True, kw_only=True):
    """Ask an HTTP service for something, or tell it to do something."""

    about: ClassVar[About] = About(
        name="http",
        label=gettext_lazy("HTTP call"),
        connects="http",
        reads=gettext_lazy("What the service answers, up to 64 kB."),
        changes=gettext_lazy("With GET and HEAD nothing; with other methods whatever the service does."),
        undo=gettext_lazy("By a second request, if you give one."),
        timeout_seconds=20,
        longest_seconds=300,
    )

    path: Annotated[
        str, Says(gettext_lazy("Path"), gettext_lazy("Below the base address; with ? for a query. May be empty."))
    ] = ""
    method: Annotated[Method, Says(gettext_lazy("Method"))] = "GET"
    headers: Annotated[dict[str, str], Says(gettext_lazy("Headers"))] = msgspec.field(default_factory=dict)
    body: Annotated[
        str, Says(gettext_lazy("Body"), gettext_lazy("Placeholders within JSON stand in quotes."), is_long=True)
    ] = ""
    body_kind: Annotated[BodyKind, Says(gettext_lazy("The body is"))] = "json"
    expects: Annotated[
        int,
        msgspec.Meta(ge=0, le=599),
        Says(gettext_lazy("Expected status"), gettext_lazy("0 takes any from 200 to 299.")),
    ] = 0
    undo_method: Annotated[Method, Says(gettext_lazy("To undo: method"))] = "DELETE"
    undo_path: Annotated[str, Says(gettext_lazy("To undo: path"), gettext_lazy("Empty: this cannot be undone."))] = ""
    undo_body: Annotated[str, Says(gettext_lazy("To undo: body"), is_long=True)] = ""

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Besides its placeholders: headers that are ours to set, a body that is JSON, a path that stays below."""
        super().check(also)
        for name, value in self.headers.items():
            _refuse_header(name, value)
        for field in ("path", "undo_path"):
            if "#" in getattr(self, field) or any(ord(letter) <= 32 for letter in _outside(getattr(self, field))):
                raise Refused(_("A path holds no spaces and no #."), field=field)
        for field in ("body", "undo_body"):
            if getattr(self, field) and self.body_kind == "json":
                _json(field, getattr(self, field))

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Values in the path are percent-encoded, in JSON they are strings, in headers they have one line."""
        return msgspec.structs.replace(
            self,
            path=_path(self.path, values),
            headers={name: placeholders.fill(value, values, _one_line) for name, value in self.headers.items()},
            body=self._body(values),
        )

    def shown(self, place: str) -> str:
        """The request as it goes out, but for what signs it in."""
        lines = [f"{self.method} {address(place, self.path)}", *(f"{k}: {v}" for k, v in self.headers.items())]
        if self.body:
            lines += [f"Content-Type: {self.content_type}", "", self.body]
        return "\n".join(lines)

    @property
    def brief(self) -> str:
        """Method and path."""
        return f"{self.method} /{self.path.lstrip('/')}"

    def undoing(self) -> Self | None:
        """The second request."""
        if not self.undo_path:
            return None
        changed = {"method": self.undo_method, "path": self.undo_path, "body": self.undo_body, "expects": 0}
        return msgspec.structs.replace(self, **changed, undo_path="", undo_body="")

    @property
    def content_type(self) -> str:
        """What the body is, for the service."""
        return "application/json" if self.body_kind == "json" else "text/plain; charset=utf-8"

    def _body(self, values: Mapping[str, Any]) -> str:
        if not self.body or self.body_kind == "text":
            return placeholders.fill(self.body, values)
        whole = _mapped(_json("body", self.body), lambda text: placeholders.fill(text, values))
        return json.dumps(whole, ensure_ascii=False, indent=2)


def address(base: str, path: str) -> str:
    """Where a path below a base leads."""
    return f"{base.rstrip('/')}/{path.lstrip('/')}" if path.strip("/") else base


def _path(path: str, values: Mapping[str, Any]) -> str:
    filled = placeholders.fill(path, values, lambda value: quote(value, safe=""))
    if {".", ".."} & set(unquote(filled.partition("?")[0]).split("/")):
        raise placeholders.BadPlaceholder("The path leads out of the base address.")
    return filled


def _one_line(value: str) -> str:
    return " ".join(value.split()).encode("latin-1", "replace").decode("latin-1")


def _outside(text: str) -> str:
    """A text without its placeholders."""
    return "".join(part.partition("}}")[2] if place else part for place, part in enumerate(text.split("{{")))


def _refuse_header(name: str, value: str) -> None:
    if not name.replace("-", "").isalnum() or not name.isascii() or name.lower() in _OURS:
        raise Refused(_("%(name)s is not a header that can be set here.") % {"name": name}, field="headers")
    if "\n" in value or "\r" in value:
        raise Refused(_("A header has one line."), field="headers")


def _json(field: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("This is not JSON: %(why)s.") % {"why": error}, field=field) from error


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {name: _mapped(one, change) for name, one in value.items()}
    return value
