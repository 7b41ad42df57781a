"""Pictures and short videos of articles, with the captions and the still that belong to a video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models.articles import Article
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


def random_name(_media: Media, _name: str) -> str:
    """Where a file is kept: a name that says nothing and cannot be guessed."""
    return files.place("articles")


class MediaQuerySet(models.QuerySet["Media"]):
    """Sets of pictures and videos."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may read the article sees what it shows."""
        return self.filter(article__in=Article.objects.visible_to(actor))


class Media(models.Model):
    """A file that an article shows. Its type was checked against its first bytes; it is never handed out as a page."""

    class Kind(models.TextChoices):
        """What part it plays."""

        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Video")
        CAPTIONS = "captions", _("Captions")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    alt = models.CharField(_("what it shows"), max_length=300, blank=True)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=random_name, db_index=True)
    poster = models.ForeignKey(
        "self", verbose_name=_("still"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    captions = models.ForeignKey(
        "self", verbose_name=_("captions"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(MediaQuerySet)()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """How an article shows it: Markdown to copy into the text."""
        return f"![{self.alt or self.name}](media:{self.pk})"
