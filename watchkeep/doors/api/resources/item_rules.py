"""The rules of the register: which classes relations join, and whose word counts."""

from typing import Annotated, Any, Self

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.item_classes import AttributeName, Slug
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Paging, Record, Whole, among
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Authority, ItemClass, RelationKind, RelationRule, Source, SourceKind
from watchkeep.estate.assets.permissions import P

relation_rules = Resource("Relation rules")
authorities = Resource("Authorities")
sources = Resource("Authorities")
KindOfRelation = Annotated[RelationKind, among(RelationKind)]
KindOfSource = Annotated[SourceKind, among(SourceKind)]
SourceName = Annotated[str, Field(min_length=1, max_length=60, examples=["agent"])]


class RelationRuleOut(Record):
    """Between which classes a kind of relation may stand: where one rule allows it and none forbids it."""

    id: int
    kind: KindOfRelation
    from_class: str | None
    """The short name of a class, which means those below it as well; null: every class."""
    to_class: str | None
    is_allowed: bool

    @classmethod
    def of(cls, row: RelationRule) -> Self:
        """Show a rule whose classes are loaded."""
        ends = {
            "from_class": row.from_cls.slug if row.from_cls else None,
            "to_class": row.to_cls.slug if row.to_cls else None,
        }  # fmt: skip
        return cls(id=row.pk, kind=RelationKind(row.kind), is_allowed=row.is_allowed, **ends)

    def href(self) -> str:
        """Where the rule is found."""
        return f"/api/v1/relation-rules/{self.id}"


class RelationRuleTold(Change):
    """Which relation may, or may not, lead from which class to which."""

    kind: KindOfRelation
    from_class: Slug | None = None
    to_class: Slug | None = None
    is_allowed: Flag = True


class AuthorityOut(Record):
    """Whose word counts for an attribute. The rule for the attribute counts before one for all, the nearest first."""

    id: int
    item_class: str | None
    """The short name of a class, which means those below it as well; null: every class."""
    attribute: str
    """Empty: every attribute."""
    order: list[str]
    """Sources, or kinds of source, by their short names, the most trusted first. A pinned word is before them all."""
    fresh_days: int | None
    """What was last said longer ago counts only when nobody has said anything since; null: it counts for ever."""

    @classmethod
    def of(cls, row: Authority) -> Self:
        """Show a rule whose class is loaded."""
        slug = row.cls.slug if row.cls else None
        return cls(id=row.pk, item_class=slug, attribute=row.attribute, order=row.order, fresh_days=row.fresh_days)

    def href(self) -> str:
        """Where the rule is found."""
        return f"/api/v1/authorities/{self.id}"


class AuthorityTold(Change):
    """Whose word counts, for which attribute of which class. What was said of the same before is said no longer."""

    item_class: Slug | None = None
    attribute: AttributeName | None = None
    order: Annotated[list[SourceName], Field(min_length=1, max_length=30, examples=[["agent", "import"]])]
    fresh_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None


class AuthorityQuestion(BaseModel):
    """Of which attribute of which class it is asked."""

    item_class: Slug | None = None
    """Without one, of whatever has no rule of its class."""
    attribute: AttributeName | None = None


class ItemSourceOut(Record):
    """Somebody or something that says what items are like."""

    slug: str
    name: str
    kind: KindOfSource

    @classmethod
    def of(cls, row: Source) -> Self:
        """Show a source."""
        return cls(slug=row.slug, name=row.name, kind=SourceKind(row.kind))


@relation_rules.list("", RelationRuleOut, may=P.SEE)
def list_relation_rules(request: Call, paging: Query[Paging]) -> Listing[RelationRuleOut]:
    """All rules, the oldest first."""
    rows = queries.relation_rules(request.auth)
    return answers.listed(request, rows, RelationRuleOut.of, paging, order=("id",))


@relation_rules.create("", RelationRuleOut, may=P.GOVERN)
def set_relation_rule(request: Call, body: RelationRuleTold) -> RelationRuleOut:
    """Allow a relation between two classes, or forbid it. Relations that hold already stay."""
    one, other = _class(request, body.from_class, "from_class"), _class(request, body.to_class, "to_class")
    return RelationRuleOut.of(
        life.set_relation_rule(by=request.auth, kind=body.kind, one=one, other=other, is_allowed=body.is_allowed)
    )


@relation_rules.read("/{int:relation_rule}", RelationRuleOut)
def get_relation_rule(request: Call, relation_rule: Id) -> RelationRuleOut:
    """One rule."""
    return RelationRuleOut.of(finding.one(request, queries.relation_rules(request.auth), relation_rule))


@relation_rules.remove("/{int:relation_rule}", may=P.GOVERN)
def remove_relation_rule(request: Call, relation_rule: Id) -> None:
    """Say nothing of it any more: what other rules say holds."""
    life.remove_relation_rule(
        finding.one(request, queries.relation_rules(request.auth), relation_rule), by=request.auth
    )


@authorities.list("", AuthorityOut, may=P.SEE)
def list_authorities(request: Call, paging: Query[Paging]) -> Listing[AuthorityOut]:
    """All rules, the oldest first."""
    return answers.listed(request, _authorities(request), AuthorityOut.of, paging, order=("id",))


@authorities.create("", AuthorityOut, may=P.GOVERN)
def set_authority(request: Call, body: AuthorityTold) -> AuthorityOut:
    """Say whose word counts. Where several sources speak, items are looked at again soon."""
    told: dict[str, Any] = {"order": body.order, "attribute": body.attribute or "", "fresh_days": body.fresh_days}
    return AuthorityOut.of(
        life.set_authority(by=request.auth, cls=_class(request, body.item_class, "item_class"), **told)
    )


@authorities.list("/deciding", AuthorityOut, may=P.SEE)
def find_deciding_authority(request: Call, question: Query[AuthorityQuestion]) -> Listing[AuthorityOut]:
    """The rule that decides for an attribute of a class; empty when whoever is surer counts."""
    cls = answers.named(ItemClass.objects.visible_to(request.auth), question.item_class, "item_class")
    found = queries.authority_for(cls, question.attribute or "")
    return Listing(items=[AuthorityOut.of(found)] if found else [], next=None, previous=None)


@authorities.read("/{int:authority}", AuthorityOut)
def get_authority(request: Call, authority: Id) -> AuthorityOut:
    """One rule."""
    return AuthorityOut.of(finding.one(request, _authorities(request), authority))


@authorities.remove("/{int:authority}", may=P.GOVERN)
def remove_authority(request: Call, authority: Id) -> None:
    """Let the rule above it hold."""
    life.remove_authority(finding.one(request, _authorities(request), authority), by=request.auth)


@sources.list("", ItemSourceOut, may=P.SEE)
def list_item_sources(request: Call, paging: Query[Paging]) -> Listing[ItemSourceOut]:
    """Who says what items are like, from A to Z."""
    return answers.listed(request, Source.objects.all(), ItemSourceOut.of, paging, order=("name", "id"))


def _authorities(request: Call) -> QuerySet[Authority]:
    return queries.authorities(request.auth).order_by("id")


def _class(request: Call, slug: str | None, field: str) -> ItemClass | None:
    return answers.named(ItemClass.objects.visible_to(request.auth), slug, field)
