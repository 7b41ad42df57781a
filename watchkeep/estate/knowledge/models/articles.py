"""Articles: what readers read, for whom it is, and what keeps it true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, search

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """What sort of help an article gives."""

    HOWTO = "howto", _("How-to")
    KNOWN_ERROR = "known_error", _("Known error")
    FAQ = "faq", _("Question and answer")
    RECORD = "record", _("Incident record")


class State(models.TextChoices):
    """Where an article stands. Changes to a published one wait beside it; readers go on reading what was published."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    REVISING = "revising", _("Published, changes in review")
    RETIRED = "retired", _("Retired")


LIVE = (State.PUBLISHED, State.REVISING)
"""What readers find."""
UNFINISHED = (State.DRAFT, State.REVIEW)


class Audience(models.TextChoices):
    """Whom an article is for. Each reaches further than the one before it, but for a single organisation's."""

    INTERNAL = "internal", _("Us alone")
    EMPLOYEES = "employees", _("Employees")
    CUSTOMERS = "customers", _("Employees and customers")
    ORGANISATION = "organisation", _("One organisation")


class Language(models.TextChoices):
    """The language of an article, by which its words are brought to their stems."""

    DANISH = "da", _("Danish")
    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    FINNISH = "fi", _("Finnish")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    DUTCH = "nl", _("Dutch")
    NORWEGIAN = "no", _("Norwegian")
    PORTUGUESE = "pt", _("Portuguese")
    SWEDISH = "sv", _("Swedish")
    OTHER = "xx", _("Another")


LANGUAGES = {
    Language.DANISH: "danish", Language.GERMAN: "german", Language.ENGLISH: "english", Language.SPANISH: "spanish",
    Language.FINNISH: "finnish", Language.FRENCH: "french", Language.ITALIAN: "italian", Language.DUTCH: "dutch",
    Language.NORWEGIAN: "norwegian", Language.PORTUGUESE: "portuguese", Language.SWEDISH: "swedish",
    Language.OTHER: search.CONFIG,
}  # fmt: skip
"""PostgreSQL's name for each: the same in every installation, so that a generated column may use it."""


def _vector(config: str) -> Any:
    """Title before headings and tags before the rest, as ``bm25`` weighs them."""
    return (
        SearchVector("title", config=config, weight="A")
        + SearchVector("headings", config=config, weight="B")
        + SearchVector("plain", config=config, weight="D")
    )


_WORDS = Case(
    *(When(language=code, then=_vector(config)) for code, config in LANGUAGES.items() if code != Language.OTHER),
    default=_vector(search.CONFIG),
    output_field=SearchVectorField(),
)
_LIVE = Q(state__in=LIVE)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Sets of articles."""

    def visible_to(self, actor: Actor) -> Self:
        """Writers see all, staff what is published; others what is published for them."""
        if actor.may(P.WRITE):
            return self
        if actor.may(P.SEE):
            return self.live()
        own = Organisation.objects.filter(pk=actor.organisation or 0, kind=Organisation.Kind.OWN)
        theirs = Q(audience=Audience.ORGANISATION, organisation=actor.organisation) if actor.organisation else Q()
        return self.live().filter(
            Q(audience=Audience.CUSTOMERS) | Q(models.Exists(own), audience=Audience.EMPLOYEES) | theirs
        )

    def live(self) -> Self:
        """What readers find."""
        return self.filter(_LIVE)

    def to_review(self) -> Self:
        """Those whose words wait for somebody's agreement, the longest waiting first."""
        return self.filter(state__in=(State.REVIEW, State.REVISING)).order_by("asked_at", "id")

    def doubtful(self) -> Self:
        """Published ones that may be wrong: due for a review, stale, or thought to be of no use."""
        late = Q(review_due_at__lte=clock.now())
        return self.live().filter(late | Q(stale_at__isnull=False) | Q(retire_asked_at__isnull=False))

    def due_for_a_nudge(self, now: datetime) -> Self:
        """Those whose owner should hear now that they are to be looked at."""
        return self.filter(next_nudge_at__lte=now).order_by("next_nudge_at")

    def due_to_weigh(self, now: datetime) -> Self:
        """Those for which somebody should count again how often they are needed."""
        return self.filter(weigh_at__lte=now).order_by("weigh_at")


_Manager = models.Manager.from_queryset(ArticleQuerySet)


class ArticleManager(_Manager["Article"]):
    """Finds articles, and leaves the search words where they are."""

    def get_queryset(self) -> ArticleQuerySet:
        """Every article; nobody ever reads the columns that search is made of."""
        return ArticleQuerySet(self.model, using=self._db).defer("words", "plain", "headings")


class Article(models.Model):
    """One piece of knowledge. ``title``, ``summary`` and ``body`` are what readers read.

    While it was never published they are its newest version; afterwards newer versions wait beside it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.HOWTO)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, default=Audience.INTERNAL)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    plain = models.TextField(blank=True, editable=False)
    headings = models.TextField(blank=True, editable=False)
    size = models.PositiveIntegerField(_("words"), default=0, editable=False)
    services = models.ManyToManyField(Service, verbose_name=_("services"), blank=True, related_name="+")
    items = models.ManyToManyField(Item, verbose_name=_("items"), blank=True, related_name="+")
    severities = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("severities"), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewer = models.ForeignKey(
        Person, verbose_name=_("reviewer"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("learnt from"), max_length=20, blank=True, editable=False)
    source_key = models.CharField(max_length=120, blank=True, editable=False)

    latest = models.PositiveIntegerField(default=1, editable=False)
    published = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    asked_at = models.DateTimeField(_("waiting since"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("last found right"), null=True, editable=False)
    review_due_at = models.DateTimeField(_("to be looked at"), null=True, editable=False)
    review_days = models.PositiveSmallIntegerField(_("days between reviews"), default=365, editable=False)
    nudges = models.PositiveSmallIntegerField(default=0, editable=False)
    next_nudge_at = models.DateTimeField(null=True, editable=False)
    weigh_at = models.DateTimeField(null=True, editable=False)
    incidents = models.PositiveIntegerField(_("incidents in 90 days"), default=0, editable=False)
    stale_at = models.DateTimeField(null=True, editable=False)
    stale_reason = models.CharField(max_length=300, blank=True, editable=False)
    retire_asked_at = models.DateTimeField(null=True, editable=False)
    retire_reason = models.CharField(max_length=300, blank=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    views = models.PositiveIntegerField(default=0, editable=False)
    viewed_at = models.DateTimeField(null=True, editable=False)
    used = models.PositiveIntegerField(default=0, editable=False)
    helpful = models.PositiveIntegerField(default=0, editable=False)
    unhelpful = models.PositiveIntegerField(default=0, editable=False)

    words = models.GeneratedField(expression=_WORDS, output_field=SearchVectorField(), db_persist=True)

    objects = ArticleManager()

    class Meta:
        """The newest first. What is searched has a partial index: drafts and the retired cost nothing."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="article_state_is_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="article_audience_is_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="article_language_is_known"),
            models.CheckConstraint(
                condition=Q(audience=Audience.ORGANISATION, organisation__isnull=False)
                | ~Q(audience=Audience.ORGANISATION) & Q(organisation__isnull=True),
                name="article_organisation_fits_audience",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], name="article_words", condition=_LIVE),
            GinIndex(fields=["tags"], name="article_tags"),
            models.Index(fields=["state", "-id"], name="article_by_state"),
            models.Index(fields=["language"], name="article_by_language", condition=_LIVE),
            models.Index(fields=["audience", "-id"], name="article_by_audience", condition=_LIVE),
            models.Index(fields=["asked_at"], name="article_to_review", condition=Q(asked_at__isnull=False)),
            models.Index(fields=["review_due_at"], name="article_due", condition=Q(review_due_at__isnull=False)),
            models.Index(fields=["next_nudge_at"], name="article_to_nudge", condition=Q(next_nudge_at__isnull=False)),
            models.Index(fields=["weigh_at"], name="article_to_weigh", condition=Q(weigh_at__isnull=False)),
            models.Index(fields=["source_key"], name="article_of_source", condition=~Q(source_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_live(self) -> bool:
        """Whether readers find it."""
        return self.state in LIVE

    @property
    def has_changes(self) -> bool:
        """Whether newer words wait beside those that readers read."""
        return bool(self.published) and self.latest > self.published

    @property
    def is_late(self) -> bool:
        """Whether somebody should have looked at it by now."""
        return self.is_live and self.review_due_at is not None and self.review_due_at <= clock.now()

    @property
    def is_doubtful(self) -> bool:
        """Whether readers should be told that it may be wrong."""
        return self.is_live and (self.is_late or self.stale_at is not None)
