"""Pictures of an item: taken in, described, removed."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import files, papers
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests.events import PictureAdded, PictureRemoved
from watchkeep.work.requests.models import CatalogueItem, Picture
from watchkeep.work.requests.permissions import P

MOST_PICTURES = 12
LARGEST_MB = 10


@transaction.atomic
def add_picture(item: CatalogueItem, *, by: Actor, file: File[bytes], name: str, alt: str = "") -> Picture:
    """Take in a picture. Refused (field ``file``) when it is none that a description can show."""
    by.need(P.CATALOGUE, _("look after the catalogue"))
    if item.pictures.count() >= MOST_PICTURES:
        raise Refused(_("At most %(most)s pictures.") % {"most": MOST_PICTURES}, field="file", code="too_many")
    kept = Picture(item=item, author_id=by.person)
    papers.look_at(kept, file, name=name)
    if not kept.is_picture:
        raise Refused(_("An item shows PNG, JPEG, GIF and WebP pictures."), field="file", code="type")
    if kept.size > LARGEST_MB * 2**20:
        raise Refused(_("At most %(mb)s MB.") % {"mb": LARGEST_MB}, field="file", code="too_large")
    kept.alt = _alt(alt or kept.name)
    files.keep(kept, file)
    tell(PictureAdded(record=item.pk, by=by, picture=kept.pk, name=kept.name))
    return kept


@transaction.atomic
def describe_picture(picture: Picture, *, by: Actor, alt: str) -> None:
    """Say what it shows, for whoever cannot see it."""
    by.need(P.CATALOGUE, _("look after the catalogue"))
    Picture.objects.filter(pk=picture.pk).update(alt=_alt(alt))
    picture.refresh_from_db(fields=["alt"])


@transaction.atomic
def remove_picture(picture: Picture, *, by: Actor) -> None:
    """Take a picture away. Refused while the description shows it."""
    by.need(P.CATALOGUE, _("look after the catalogue"))
    if f"(media:{picture.pk})" in picture.item.description:
        raise Refused(_("The description shows it. Take it out of the text first."), code="in_use")
    pk = picture.pk
    files.drop(picture)
    tell(PictureRemoved(record=picture.item_id, by=by, picture=pk, name=picture.name))


def _alt(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("[", "(").replace("]", ")").split())[:300]
