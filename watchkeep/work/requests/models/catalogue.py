"""The catalogue: what people may order, and the editions in which it was offered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.rules import forms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor


class Category(models.Model):
    """A shelf of the catalogue."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    about = models.CharField(_("what is here"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        """In the order in which the shelves stand."""

        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Audience(models.TextChoices):
    """Whose catalogue an item is in."""

    EVERYBODY = "everybody", _("Everybody")
    EMPLOYEES = "employees", _("People of our own organisation")
    CUSTOMERS = "customers", _("Customers")


_KINDS = {"own": Audience.EMPLOYEES, "customer": Audience.CUSTOMERS}


class Proof(models.TextChoices):
    """How sure we must be that it is really them who ask."""

    NONE = "none", _("Signed in is enough")
    FRESH = "fresh", _("They prove who they are once more, just before")


class CatalogueItemQuerySet(models.QuerySet["CatalogueItem"]):
    """Sets of items."""

    def visible_to(self, actor: Actor) -> Self:
        """All for who works with the catalogue; for others what is offered to people like them."""
        if actor.may(P.SEE_CATALOGUE):
            return self
        return self._for(actor.organisation, actor.teams)

    def offered_to(self, person: Person) -> Self:
        """What this person may order now."""
        return self._for(person.organisation_id, person.memberships.values("team"))

    def offered(self) -> Self:
        """Those that can be ordered."""
        return self.filter(is_active=True, edition__isnull=False)

    def due_for_review(self, on: date) -> Self:
        """Those that their owner should look at again, and was not told."""
        return self.filter(is_active=True, review_told_at=None, review_on__lte=on)

    def _for(self, organisation: int | None, teams: Iterable[int] | QuerySet[Any, Any]) -> Self:
        theirs = Q(audience=Audience.EVERYBODY)
        for kind, audience in _KINDS.items():
            theirs |= Q(models.Exists(Organisation.objects.filter(pk=organisation or 0, kind=kind)), audience=audience)
        bound = CatalogueItem.teams.through.objects.values("catalogueitem")
        named = CatalogueItem.organisations.through.objects.values("catalogueitem")
        in_team = Q(pk__in=CatalogueItem.teams.through.objects.filter(team__in=teams).values("catalogueitem"))
        of_one = Q(pk__in=named.filter(organisation=organisation))
        return self.offered().filter(theirs, ~Q(pk__in=bound) | in_team, ~Q(pk__in=named) | of_one)


class CatalogueItem(models.Model):
    """Something that people can order. What they are asked and what it costs stands in its editions.

    ``teams`` and ``organisations`` narrow the audience: empty, they narrow nothing. Service and priority aim the
    promise: the time that is expected follows from the targets for them.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    category = models.ForeignKey(Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="items")
    summary = models.CharField(_("in one sentence"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    search_words = models.CharField(_("other words for it"), max_length=300, blank=True)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, default=Audience.EMPLOYEES)
    teams = models.ManyToManyField(Team, verbose_name=_("only for these teams"), blank=True, related_name="+")
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("only for these organisations"), blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(
        Team, verbose_name=_("carried out by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=4, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proof = models.CharField(_("who asks"), max_length=5, choices=Proof.choices, default=Proof.NONE)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    review_told_at = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(_("offered"), default=True, editable=False)
    is_builtin = models.BooleanField(_("built in"), default=False, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    if TYPE_CHECKING:
        edition: Edition | None
        edition_id: int | None

    objects = models.Manager.from_queryset(CatalogueItemQuerySet)()

    class Meta:
        """As they stand on their shelves."""

        ordering = ["category__position", "position", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="item_audience_is_known"),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="item_priority_is_known"),
            models.CheckConstraint(condition=Q(proof__in=Proof.values), name="item_proof_is_known"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="catalogue_by_name"),
            models.Index(
                fields=["review_on"], condition=Q(is_active=True, review_told_at=None), name="catalogue_to_review"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_proof(self) -> bool:
        """Whether whoever orders it must prove who they are once more."""
        return self.proof == Proof.FRESH

    @property
    def is_offered(self) -> bool:
        """Whether it can be ordered."""
        return self.is_active and self.edition_id is not None


class Edition(models.Model):
    """What is asked, what it costs, who may have how many and who must agree. A published one never changes.

    The database holds that, too. A running request keeps the edition under which it was asked for.
    """

    class State(models.TextChoices):
        """Whether it is in use."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    form = models.JSONField(_("form"), default=dict, blank=True)
    approval = models.JSONField(_("approval rule"), default=list, blank=True)
    price_once = models.DecimalField(_("price, once"), max_digits=12, decimal_places=2, default=0)
    price_monthly = models.DecimalField(_("price per month"), max_digits=12, decimal_places=2, default=0)
    is_kept = models.BooleanField(_("is held and given back"), default=False)
    most_each = models.PositiveIntegerField(_("at most for each person"), null=True, blank=True)
    most_in_all = models.PositiveIntegerField(_("at most in all"), null=True, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    edits = models.PositiveIntegerField(default=1, editable=False)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    saved_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """The newest first; at most one draft."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="edition_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(state="draft"), name="edition_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="edition_published_when",
            ),
            models.CheckConstraint(
                condition=Q(price_once__gte=0, price_monthly__gte=0), name="edition_price_is_no_gift"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} edition {self.number}"

    @cached_property
    def questions(self) -> forms.Form:
        """The form as typed data."""
        return forms.read(self.form or {})

    @property
    def is_draft(self) -> bool:
        """Whether it is still written at."""
        return self.state == self.State.DRAFT

    @property
    def is_counted(self) -> bool:
        """Whether it matters who has how many."""
        return self.is_kept or self.most_each is not None or self.most_in_all is not None

    @property
    def has_price(self) -> bool:
        """Whether it costs anything."""
        return bool(self.price_once or self.price_monthly)


CatalogueItem.add_to_class(  # items and editions know each other, so one of both is told afterwards
    "edition",
    models.ForeignKey(
        Edition, verbose_name=_("edition in force"), null=True, on_delete=models.PROTECT, related_name="+",
        editable=False,
    ),
)  # fmt: skip
