"""Agreeing: a draft, its corrections, and the day from which it binds."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.queries import actor_for
from watchkeep.estate.suppliers.events import Cancelled, Drafted, Edited, PutInForce
from watchkeep.estate.suppliers.life.steps import LIFE, days, today
from watchkeep.estate.suppliers.models import Contract, State, Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

EDITABLE = (
    "supplier", "title", "kind", "reference", "owner", "starts_on", "ends_on", "renews", "renewal_months", "notice",
    "notice_in_months", "warn_days", "cost", "cost_every", "cost_centre", "response_minutes", "resolution_minutes",
    "notes",
)  # fmt: skip


@transaction.atomic
def draft(*, by: Actor, supplier: Supplier, title: str, **values: Any) -> Contract:
    """Write down what is being agreed. It binds nobody yet."""
    by.need(P.MANAGE_CONTRACTS, _("draft contracts"))
    contract = Contract(number=next_number("CON"))
    _write(contract, values | {"supplier": supplier, "title": title})
    tell(Drafted(record=contract.pk, by=by, number=contract.number, supplier=supplier.pk))
    return contract


@transaction.atomic
def edit(contract: Contract, *, by: Actor, **changes: Any) -> None:
    """Correct what is known of it. Its days follow: whoever owns it is warned of a new day anew."""
    by.need(P.MANAGE_CONTRACTS, _("edit contracts"))
    hold(contract)
    if contract.is_over:
        raise Refused(_("It is over: only its papers can be added to."), code="wrong_state")
    if contract.state == State.NOTICE_GIVEN and changes.get("ends_on", contract.ends_on) is None:
        raise Refused(_("Notice was given: it has an end."), field="ends_on", code="missing")
    if changed := _write(contract, changes):
        tell(Edited(record=contract.pk, by=by, changed=changed))


@transaction.atomic
def put_in_force(contract: Contract, *, by: Actor) -> None:
    """It is signed. From now on its owner is warned in time."""
    by.need(P.MANAGE_CONTRACTS, _("put contracts in force"))
    hold(contract)
    _refuse_retired(contract.supplier)
    if contract.ends_on and not contract.renews and contract.ends_on < today():
        raise Refused(_("It would be over already."), field="ends_on")
    given = {"starts_on": contract.starts_on, "owner": contract.owner_id}
    LIFE.move(contract, "put_in_force", by=by, given=given, **days(contract, state=State.IN_FORCE))
    tell(PutInForce(
        record=contract.pk, by=by, number=contract.number, ends_on=contract.ends_on, notice_by=contract.notice_by
    ))  # fmt: skip


@transaction.atomic
def cancel(contract: Contract, *, by: Actor, reason: str) -> None:
    """Nothing comes of it."""
    reason = reason.strip()[:300]
    LIFE.move(contract, "cancel", by=by, reason=reason, over_on=today())
    tell(Cancelled(record=contract.pk, by=by, number=contract.number, reason=reason))


def hold(contract: Contract) -> None:
    """Of two who change it at once one waits for the other, and sees what the other did."""
    Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    contract.refresh_from_db()


def _write(contract: Contract, values: dict[str, Any]) -> list[str]:
    if unknown := values.keys() - set(EDITABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if "supplier" in values and values["supplier"].pk != contract.supplier_id:
        _refuse_retired(values["supplier"])
    if (owner := values.get("owner")) and not actor_for(owner).may(P.SEE_CONTRACTS):
        raise Refused(_("Whoever owns a contract may see contracts."), field="owner", code="may_not_see")
    if "warn_days" in values:
        values["warn_days"] = sorted(set(values["warn_days"]), reverse=True)
    if "ends_on" in values and values["ends_on"] != contract.ends_on:
        values |= {"first_ends_on": values["ends_on"], "renewals": 0}
    if values.get("renews", contract.renews) and values.get("ends_on", contract.ends_on) is None:
        raise Refused(_("What goes on by itself has an end after which it does."), field="ends_on", code="missing")
    changed = save(contract, **values)
    written = days(contract)
    Contract.objects.filter(pk=contract.pk).update(**written)
    for name, value in written.items():
        setattr(contract, name, value)
    return [name for name in changed if name in EDITABLE]


def _refuse_retired(supplier: Supplier) -> None:
    """Hold the supplier, so that nobody retires it meanwhile."""
    if not Supplier.objects.select_for_update(no_key=True).get(pk=supplier.pk).is_active:
        raise Refused(_("We buy there no longer."), field="supplier", code="retired")
