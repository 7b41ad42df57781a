"""Pictures and videos: taken in, named, paired with a still and captions, removed."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.events import MediaAdded, MediaRemoved
from watchkeep.estate.knowledge.models import Article, Media
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel import files
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

MOST_FILES = 60
PAIRED = {"poster": Media.Kind.PICTURE, "captions": Media.Kind.CAPTIONS}


@transaction.atomic
def add_media(article: Article, *, by: Actor, file: File[bytes], name: str, alt: str = "", **pairs: Any) -> Media:
    """Take in a picture, a video or captions. Refused (field ``file``) when it is not what an article can show.

    A video may be given the picture that stands for it (``poster``) and its ``captions``.
    """
    by.need(P.WRITE, _("write articles"))
    if article.media.count() >= MOST_FILES:
        raise Refused(_("At most %(most)s files for an article.") % {"most": MOST_FILES}, field="file", code="too_many")
    name, head = rules.safe_name(name), file.read(4096)
    kind, content_type = rules.content_type(name, head, file.size or 0)
    kept = Media(
        article=article, kind=kind, name=name, alt=_alt(alt), content_type=content_type, size=file.size or 0,
        sha256=files.digest(file), author_id=by.person, **_paired(article, kind, pairs),
    )  # fmt: skip
    files.keep(kept, file)
    tell(MediaAdded(record=article.pk, by=by, media=kept.pk, name=name))
    return kept


@transaction.atomic
def describe_media(media: Media, *, by: Actor, alt: str, **pairs: Any) -> None:
    """Say what it shows, for whoever cannot see it; give a video its still and captions."""
    by.need(P.WRITE, _("write articles"))
    values = {"alt": _alt(alt), **_paired(media.article, media.kind, pairs)}
    Media.objects.filter(pk=media.pk).update(**values)
    media.refresh_from_db()


@transaction.atomic
def remove_media(media: Media, *, by: Actor) -> None:
    """Take a file away. Refused while the text that readers read shows it."""
    by.need(P.WRITE, _("write articles"))
    if f"(media:{media.pk})" in media.article.body and media.article.is_live:
        raise Refused(_("The published text shows it. Publish a text without it first."), code="in_use")
    pk = media.pk
    files.drop(media)
    tell(MediaRemoved(record=media.article_id, by=by, media=pk, name=media.name))


def _alt(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("[", "(").replace("]", ")").split())[:300]


def _paired(article: Article, kind: str, pairs: dict[str, Any]) -> dict[str, Media | None]:
    for name, other in pairs.items():
        if other is None:
            continue
        if kind != Media.Kind.VIDEO or other.article_id != article.pk or other.kind != PAIRED[name]:
            raise Refused(_("A video takes a picture and captions of its own article."), field=name, code="unfit")
    return pairs
