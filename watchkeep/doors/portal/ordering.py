"""An order that is being filled in: one decision at a time, kept in the session until it is sent.

The answers of a session are what somebody typed; what counts is checked against the form at every step and once more
when the order is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from watchkeep.doors.ui.asking import Request
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Edition

END = "end"
KEPT = "orders"


@dataclass
class Order:
    """What somebody has said so far of one item."""

    request: Request
    item: CatalogueItem
    edition: Edition
    answers: dict[str, Any]

    @classmethod
    def of(cls, request: Request, item: CatalogueItem) -> "Order":
        """The order as the session holds it. Of an older form only what still fits is left."""
        edition = item.edition
        if edition is None:
            raise LookupError("an item that is not offered has no edition")
        kept = request.session.get(KEPT, {}).get(item.slug, {})
        known = {question.name for question in edition.questions}
        return cls(request, item, edition, {name: value for name, value in kept.items() if name in known})

    def say(self, name: str, value: Any) -> str:
        """Answer one question; what is wrong with the answer, in words, or nothing."""
        tried = {**self.answers, name: value}
        clean, faults = life.check(self.edition, tried, by=self.request.actor)
        if why := faults.get(name, ""):
            return why
        self.answers = {**tried, **({name: clean[name]} if name in clean else {})}
        if name not in clean:
            self.answers.pop(name, None)
        self._keep(self.answers)
        return ""

    def next_after(self, name: str) -> str:
        """The question that comes next, which may be the end."""
        return queries.flow(self.edition, self.answers, name).following or END

    def first_open(self) -> str:
        """The first question that has no good answer; empty when all have."""
        _clean, faults = life.check(self.edition, self.answers, by=self.request.actor)
        return next((question.name for question in self.edition.questions if question.name in faults), "")

    def said(self) -> list[tuple[Any, str]]:
        """Every answer that counts, in words."""
        return queries.said(self.edition.questions, self.clean())

    def clean(self) -> Mapping[str, Any]:
        """The answers that count."""
        return life.check(self.edition, self.answers, by=self.request.actor)[0]

    def forget(self) -> None:
        """It has been sent."""
        self._keep(None)

    def _keep(self, answers: dict[str, Any] | None) -> None:
        orders = dict(self.request.session.get(KEPT, {}))
        orders.pop(self.item.slug, None)
        if answers:
            orders[self.item.slug] = answers
        self.request.session[KEPT] = dict(list(orders.items())[-10:])
