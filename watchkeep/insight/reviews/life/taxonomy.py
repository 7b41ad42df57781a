"""The kinds of cause, which grow by proposals that somebody approves, and what each severity requires."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.insight.reviews.events import CategoryDecided, CategoryProposed, RequirementSet
from watchkeep.insight.reviews.models import Category, CategoryState, Requirement
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def propose_category(
    *, by: Actor, name: str, why: str, parent: Category | None = None, description: str = ""
) -> Category:
    """Say that a kind of cause is missing, and why. It can be used once somebody has approved it."""
    by.need(P.WRITE, _("write reviews"))
    name = name.strip()
    if not why.strip():
        raise Refused(_("Say why it is needed."), field="why", code="missing")
    if parent is not None and (parent.parent_id or parent.state != CategoryState.ACCEPTED):
        raise Refused(_("It can only be part of a main kind that is in use."), field="parent")
    slug = "-".join(part for part in (parent.slug if parent else "", slugify(name)) if part)[:60]
    if Category.objects.filter(slug=slug).exists():
        raise Refused(_("There is one of this name, or it was proposed before."), field="name", code="taken")
    category = Category(slug=slug, proposed_by_id=by.person)
    save(category, name=name, why=why.strip()[:300], parent=parent, description=description.strip()[:300])
    tell(CategoryProposed(record=category.pk, by=by, name=category.name))
    return category


@transaction.atomic
def accept_category(category: Category, *, by: Actor, reason: str = "") -> None:
    """Take a proposed kind of cause into use."""
    _decide(category, by, CategoryState.ACCEPTED, reason, (CategoryState.PROPOSED, CategoryState.RETIRED))


@transaction.atomic
def decline_category(category: Category, *, by: Actor, reason: str) -> None:
    """Turn a proposal down, and say why."""
    if not reason.strip():
        raise Refused(_("Say why."), field="reason", code="missing")
    _decide(category, by, CategoryState.DECLINED, reason, (CategoryState.PROPOSED,))


@transaction.atomic
def retire_category(category: Category, *, by: Actor, reason: str = "") -> None:
    """Use it for nothing new. What stands under it stays there."""
    _decide(category, by, CategoryState.RETIRED, reason, (CategoryState.ACCEPTED,))


@transaction.atomic
def set_requirement(  # what a severity may require
    *,
    by: Actor,
    severity: int,
    factors: int = 0,
    causes: int = 0,
    controls: int = 0,
    needs_gap: bool = False,
    actions: int = 0,
) -> Requirement:
    """Say what must be known before an incident of this severity can be closed. All zero requires nothing."""
    by.need(P.CONFIGURE, _("say what a root cause must have"))
    row = Requirement.objects.filter(severity=severity).first() or Requirement(severity=severity)
    wanted = {"factors": factors, "causes": causes, "controls": controls, "actions": actions}
    for name, value in wanted.items():
        if not 0 <= value <= 20:
            raise Refused(_("From 0 to 20."), field=name)
    if changed := save(row, needs_gap=needs_gap, **wanted):
        tell(RequirementSet(record=row.pk, by=by, severity=severity, fields=changed))
    return row


def _decide(  # a decision has this many parts
    category: Category, by: Actor, decision: CategoryState, reason: str, start: tuple[CategoryState, ...]
) -> None:
    by.need(P.CONFIGURE, _("decide on kinds of cause"))
    if by.person is not None and by.person == category.proposed_by_id and category.state == CategoryState.PROPOSED:
        raise Refused(_("Somebody else decides on what you proposed."), code="own_proposal")
    values = {"decision": reason.strip()[:300], "decided_by_id": by.person, "decided_at": clock.now()}
    rows = Category.objects.filter(pk=category.pk, state__in=start)
    if not rows.update(state=decision, **values):
        raise Refused(_("Somebody decided on it before."), code="wrong_state")
    category.refresh_from_db()
    tell(CategoryDecided(record=category.pk, by=by, name=category.name, state=decision, reason=reason.strip()[:300]))
