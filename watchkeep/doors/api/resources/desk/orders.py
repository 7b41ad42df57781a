"""What shall happen to a ticket, as macros and bulk runs say it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from watchkeep.doors.api.shapes import Change, Flag, Ref, Text
from watchkeep.work.desk.life import Order

Tags = Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=20)]


class Ordered(Change):
    """Words to write, fields to set, a verb to take. What you leave out stays as it is."""

    way: Literal["", "reply", "note"] = ""
    body: Text = Field("", description="Markdown; `{{ requester.first_name }}` and its like stand for its own.")
    team: Ref | None = None
    person: Ref | None = None
    to_me: Flag = Field(False, description="Give it to whoever carries it out.")
    to_nobody: Flag = False
    service: Ref | None = None
    add_tags: Tags = []
    remove_tags: Tags = []
    verb: Annotated[str, Field(max_length=20)] = Field("", description="Such as `acknowledge`, `hold` or `resolve`.")
    words: Annotated[str, Field(max_length=200)] = Field("", description="What the verb needs: why, or what was done.")

    def order(self) -> Order:
        """The same for the domain."""
        return Order.read(self.model_dump())


def shown(order: Order) -> dict[str, Any]:
    """An order as it stands in an answer: what it asks, and nothing else."""
    return order.kept()
