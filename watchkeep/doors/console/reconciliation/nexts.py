"""The one right next step of each finding: a verb of whoever looks after it, and what it is called on its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.estate.assets.models import State
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.custody.permissions import P as Custody
from watchkeep.estate.discovery.permissions import P as Discovery
from watchkeep.estate.purchasing.permissions import P as Orders
from watchkeep.estate.reconciliation import queries
from watchkeep.estate.reconciliation.models import Finding, Kind
from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Next:
    """What to do about a finding, where, and who may."""

    label: Words
    icon: str
    permission: str
    address: Callable[[Finding], str]

    def on(self, finding: Finding, actor: Actor) -> dict[str, object] | None:
        """The button, for whom it is."""
        if not actor.may(self.permission):
            return None
        return {"label": self.label, "icon": self.icon, "href": self.address(finding)}


def _step(verb: str) -> Callable[[Finding], str]:
    return lambda finding: reverse("console:item-step", args=[finding.item_id, verb])


def _edit(finding: Finding) -> str:
    return reverse("console:item-edit", args=[finding.item_id])


def _ask(finding: Finding) -> str:
    return reverse("console:finding-ticket", args=[finding.pk])


def _match(finding: Finding) -> str:
    return reverse("console:order-match", args=[finding.item_id])


def _owner(finding: Finding) -> str:
    return reverse("console:finding-owner", args=[finding.pk])


def _ask_back(finding: Finding) -> str:
    return reverse("console:item-ask-back", args=[finding.item_id])


def _doubt(finding: Finding) -> str:
    doubt = queries.doubt_about(finding.item_id)
    return reverse("console:doubt", args=[doubt]) if doubt else reverse("console:item", args=[finding.item_id])


NEXTS: Mapping[str, Next] = {
    Kind.ORPHAN: Next(_("Match with an order"), "money", Orders.RECEIVE, _match),
    Kind.GHOST: Next(_("Report missing"), "help", Items.WORK, _step("lose")),
    Kind.STRAY: Next(_("Ask for it back"), "undo", Custody.WORK, _ask_back),
    Kind.ZOMBIE: Next(_("Use it again"), "play", Items.MANAGE, _step("revive")),
    Kind.MISSING: Next(_("It is found"), "check", Items.WORK, _step("find")),
    Kind.DUPLICATE: Next(_("Decide"), "split", Discovery.JUDGE, _doubt),
    Kind.UNOWNED: Next(_("Assign an owner"), "person", Items.MANAGE, _owner),
    Kind.OUT_OF_WARRANTY: Next(_("Note its warranty"), "shield", Items.MANAGE, _edit),
    Kind.OUT_OF_SUPPORT: Next(_("Put on a contract"), "contract", Items.MANAGE, _edit),
    Kind.EXPIRING: Next(_("Ask for a new one"), "request", "request.ask", _ask),
}


def next_of(finding: Finding, actor: Actor) -> dict[str, object] | None:
    """The button of a finding. What was disposed of is not used again: somebody has to go and look."""
    item = finding.item
    if finding.kind == Kind.ZOMBIE and item.state == State.DISPOSED:
        return NEXTS[Kind.EXPIRING].on(finding, actor) and {
            "label": _("Let it be looked for"), "icon": "request", "href": _ask(finding)
        }  # fmt: skip
    if finding.kind == Kind.STRAY and (item.user is None or item.user.is_active or item.state == State.MISSING):
        return NEXTS[Kind.UNOWNED].on(finding, actor)
    if finding.kind == Kind.STRAY and item.state not in {State.IN_USE, State.IN_REPAIR}:
        return NEXTS[Kind.UNOWNED].on(finding, actor)
    return NEXTS[finding.kind].on(finding, actor)
