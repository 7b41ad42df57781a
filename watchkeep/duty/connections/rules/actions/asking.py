"""One question to a database, which may only be read."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

_BOUND = re.compile(r"%\((\w+)\)s")


class SqlQuery(Action, frozen=True, kw_only=True):
    """Ask a database. The database itself refuses to write; values are bound, never pasted into the query."""

    about: ClassVar[About] = About(
        name="sql",
        label=gettext_lazy("SQL query"),
        connects="sql",
        reads=gettext_lazy("The rows that the query finds, up to its limit."),
        changes=gettext_lazy("Nothing: the transaction is read-only and rolled back."),
        undo=gettext_lazy("Nothing has to be undone."),
        timeout_seconds=30,
        longest_seconds=600,
    )

    query: Annotated[
        str,
        Says(
            gettext_lazy("Query"),
            gettext_lazy("One statement of PostgreSQL; %(name)s stands for a value, %% for a per cent sign."),
            is_long=True,
        ),
    ]
    values: Annotated[
        dict[str, str], Says(gettext_lazy("Values"), gettext_lazy("By name. They may hold placeholders."))
    ] = msgspec.field(default_factory=dict)
    most_rows: Annotated[int, msgspec.Meta(ge=1, le=1000), Says(gettext_lazy("Rows at most"))] = 100

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Every name in the query has a value, and values are never pasted."""
        if "{{" in self.query:
            raise Refused(_("Write %(name)s in the query and give the placeholder as a value."), field="query")
        bare = self.query.replace("%%", "")
        if "%" in _BOUND.sub("", bare):
            raise Refused(_("Write a per cent sign twice."), field="query")
        if missing := sorted(set(_BOUND.findall(bare)) - set(self.values)):
            raise Refused(_("%(name)s has no value.") % {"name": missing[0]}, field="values")
        for name, value in self.values.items():
            self._refuse_unfillable("values", value, also)
            if not name.isidentifier():
                raise Refused(_("%(name)s is no name for a value.") % {"name": name}, field="values")

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Fill the values; the query stays as it is."""
        filled = {name: placeholders.fill(value, values) for name, value in self.values.items()}
        return msgspec.structs.replace(self, values=filled)

    @property
    def brief(self) -> str:
        """The query, in one line."""
        return " ".join(self.query.split())

    def shown(self, place: str) -> str:
        """Where, the query, and its values."""
        values = [f"  {name} = {json.dumps(value, ensure_ascii=False)}" for name, value in self.values.items()]
        return "\n".join([f"{place}:", self.query, *values])
