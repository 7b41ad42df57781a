"""The thread: what people write on a ticket, and the files that they add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files, markdown
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.models.spine import Ticket
from watchkeep.work.tickets.permissions import P

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from watchkeep.kernel.actors import Actor


class CommentQuerySet(models.QuerySet["Comment"]):
    """Sets of comments."""

    def visible_to(self, actor: Actor) -> Self:
        """Internal notes are for those who may see notes. The ticket itself is found through its own rule."""
        return self if actor.may(P.SEE_NOTES) else self.filter(is_public=True)


class Comment(models.Model):
    """One entry of the thread, in Markdown: a reply, an internal note, or an update on a running incident.

    ``folded`` is what a mail quoted and signed with: kept, and shown to those who ask for it.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    author_key = models.CharField(max_length=64)
    author_name = models.CharField(max_length=120, blank=True)
    body = models.TextField(_("text"))
    folded = models.TextField(blank=True, default="", db_default="")
    is_public = models.BooleanField(default=False)
    is_update = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        """In the order in which they were written."""

        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "id"], name="comment_of_ticket")]

    def __str__(self) -> str:
        return f"{self.author_name or self.author_key} on {self.ticket_id}"

    @property
    def html(self) -> SafeString:
        """The text as a page shows it."""
        return markdown.to_html(self.body)

    @property
    def folded_html(self) -> SafeString:
        """What is folded away, as a page shows it."""
        return markdown.to_html(self.folded)


class Pin(models.Model):
    """An entry of a timeline that tells the story: somebody marked it, so that whoever comes later reads it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="pins", db_index=False)
    fact = models.BigIntegerField(editable=False)
    pinned_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """An entry is pinned once."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ticket", "fact"], name="pin_once")]

    def __str__(self) -> str:
        return f"fact {self.fact} of {self.ticket_id}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Sets of attachments."""

    def visible_to(self, actor: Actor) -> Self:
        """A file of an internal note is as internal as the note."""
        return self if actor.may(P.SEE_NOTES) else self.filter(is_public=True)


def random_name(_attachment: Attachment, _name: str) -> str:
    """Where a file is kept: a name that says nothing and cannot be guessed."""
    return files.place("attachments")


class Attachment(models.Model):
    """A file on a ticket. Its type was checked against its first bytes; it is only ever handed out as a download."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="attachments")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    author_key = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=random_name, db_index=True)
    is_public = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(AttachmentQuerySet)()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at in a page."""
        return self.content_type in rules.PICTURES
