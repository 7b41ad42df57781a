"""The rules of the register: classes and what is known of them, and whose word counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import AuthorityRemoved, AuthoritySet, ClassAdded, ClassEdited
from watchkeep.estate.assets.models import Authority, Item, ItemClass, Report, Source, SourceKind
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.rules import describing
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_class(
    *,
    by: Actor,
    slug: str,
    name: str,
    parent: ItemClass | None = None,
    icon: str = "item",
    attributes: Sequence[Any] = (),
) -> ItemClass:
    """One more sort of thing. Where it stands in the tree it stays."""
    by.need(P.GOVERN, _("change classes"))
    path = f"{parent.path}.{slug}" if parent else slug
    if len(path) > 255:
        raise Refused(_("Its path is too long."), field="slug")
    made = ItemClass(path=path)
    save(made, slug=slug, name=name, parent=parent, icon=icon, attributes=describing.checked(attributes))
    tell(ClassAdded(record=made.pk, by=by, path=made.path))
    return made


@transaction.atomic
def edit_class(cls: ItemClass, *, by: Actor, **changes: Any) -> None:
    """Change its name, its icon, or what is known of such things. Values that are there stay."""
    by.need(P.GOVERN, _("change classes"))
    if unknown := changes.keys() - {"name", "icon", "attributes"}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if "attributes" in changes:
        changes["attributes"] = describing.checked(changes["attributes"])
    if changed := save(cls, **changes):
        tell(ClassEdited(record=cls.pk, by=by, changed=changed))


@transaction.atomic
def describe_attribute(cls: ItemClass, *, by: Actor, attribute: Mapping[str, Any]) -> None:
    """Say that one more thing is known of such things, or describe otherwise what is known by that name.

    Others that somebody describes at the same time stay. Values that are there stay, too.
    """
    by.need(P.GOVERN, _("change classes"))
    told = describing.checked([attribute])[0]
    held = ItemClass.objects.select_for_update().get(pk=cls.pk)
    kept = {**held.described(), told["name"]: told}
    edit_class(held, by=by, attributes=[*kept.values()])
    cls.attributes = held.attributes


@transaction.atomic
def drop_attribute(cls: ItemClass, *, by: Actor, name: str) -> None:
    """Describe it no longer. Values that are there stay, as what nothing describes."""
    by.need(P.GOVERN, _("change classes"))
    held = ItemClass.objects.select_for_update().get(pk=cls.pk)
    if name not in held.described():
        raise Refused(_("It is gone already."))
    edit_class(held, by=by, attributes=[one for one in held.attributes if one["name"] != name])
    cls.attributes = held.attributes


@transaction.atomic
def set_authority(
    *, by: Actor, order: Sequence[str], cls: ItemClass | None = None, attribute: str = "", fresh_days: int | None = None
) -> Authority:
    """Say whose word counts. Where several sources speak, items are looked at again soon."""
    by.need(P.GOVERN, _("say whose word counts"))
    known = {*SourceKind.values, *Source.objects.values_list("slug", flat=True)}
    if not order:
        raise Refused(_("Name at least one source."), field="order", code="missing")
    if odd := [one for one in order if one not in known]:
        raise Refused(_("There is no source called %(odd)s.") % {"odd": ", ".join(odd)[:200]}, field="order")
    rule = Authority.objects.filter(cls=cls, attribute=attribute).first() or Authority(cls=cls, attribute=attribute)
    save(rule, order=[*dict.fromkeys(order)], fresh_days=fresh_days)
    tell(AuthoritySet(record=rule.pk, by=by, path=cls.path if cls else "", attribute=attribute, order=rule.order))
    return rule


@transaction.atomic
def remove_authority(rule: Authority, *, by: Actor) -> None:
    """Let the rule above it hold."""
    by.need(P.GOVERN, _("say whose word counts"))
    pk = rule.pk
    if not Authority.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."))
    tell(AuthorityRemoved(record=pk, by=by))


@transaction.atomic
def judge_again() -> None:
    """Let a sweep look again at every item of which more than one source speaks: the rules are others now."""
    several = Report.objects.values("item").annotate(n=Count("pk")).filter(n__gt=1).values("item")
    Item.objects.filter(pk__in=several).update(judge_at=clock.now())
