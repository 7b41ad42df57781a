"""Which classes relations may join, said and said no longer. What holds already stays until its source speaks again."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import RelationRuleRemoved, RelationRuleSet
from watchkeep.estate.assets.models import MEANINGS, ItemClass, RelationRule
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def set_relation_rule(
    *, by: Actor, kind: str, one: ItemClass | None = None, other: ItemClass | None = None, is_allowed: bool = True
) -> RelationRule:
    """Allow a kind of relation from one class to another, or forbid it; None means every class.

    Of two rules that fit, the one that forbids counts.
    """
    by.need(P.GOVERN, _("say which classes relations join"))
    if kind not in MEANINGS:
        raise Refused(_("There is no such relation."), field="kind")
    rows = RelationRule.objects.select_for_update()
    found = rows.filter(kind=kind, from_cls=one, to_cls=other).first()
    if found and found.is_allowed == is_allowed:
        raise Refused(_("That is said already."), field="other")
    made = found or RelationRule(kind=kind, from_cls=one, to_cls=other)
    made.is_allowed = is_allowed
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("That is said already."), field="other") from error
    near, far = _paths(made)
    tell(RelationRuleSet(record=made.pk, by=by, relation=kind, one=near, other=far, is_allowed=is_allowed))
    return made


@transaction.atomic
def remove_relation_rule(rule: RelationRule, *, by: Actor) -> None:
    """Say nothing of it any more: what other rules allow and forbid holds."""
    by.need(P.GOVERN, _("say which classes relations join"))
    pk = rule.pk
    if not RelationRule.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."))
    near, far = _paths(rule)
    tell(RelationRuleRemoved(record=pk, by=by, relation=rule.kind, one=near, other=far))


def _paths(rule: RelationRule) -> tuple[str, str]:
    return rule.from_cls.path if rule.from_cls else "", rule.to_cls.path if rule.to_cls else ""
