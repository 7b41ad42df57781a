"""How Kestrel looks after its catalogue: a picture, a draft, and an item that nobody has looked at for a year."""

from datetime import timedelta
from typing import Final

from django.core.files.base import ContentFile

from watchkeep.demo import drawing
from watchkeep.demo.cast import Cast
from watchkeep.kernel import clock
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem

GREY, DARK, BLUE, LIGHT = (150, 158, 170), (32, 48, 77), (26, 115, 232), (232, 240, 252)
DEVICES: Final = (
    *((60, 40, 260, 160, DARK), (70, 50, 250, 150, BLUE), (40, 160, 280, 172, GREY)),
    *((330, 30, 560, 150, DARK), (340, 40, 550, 140, LIGHT), (435, 150, 455, 172, GREY), (395, 172, 495, 180, GREY)),
)


def offer(cast: Cast) -> None:
    """Say who owns what, and leave something to do for whoever looks after the catalogue."""
    by = cast.actor("chidi")
    for slug, owner in (("hardware", "emil"), ("cloud-storage", "dilara"), ("subscription", "chidi")):
        life.edit_item(_item(slug), by=by, owner=cast[owner], team=cast.teams["platform"])
    life.edit_item(_item("subscription"), by=by, review_on=clock.now().date() - timedelta(days=3))
    _illustrate(_item("hardware"), cast)
    _draft(_item("cloud-storage"), cast)


def _illustrate(item: CatalogueItem, cast: Cast) -> None:
    by, file = cast.actor("chidi"), ContentFile(drawing.png(620, 210, (247, 248, 250), DEVICES), name="devices.png")
    picture = life.add_picture(item, by=by, file=file, name="devices.png", alt="A laptop, and a screen beside it")
    words = "Set up and ready to use. When you leave, or get another one, give it back here.\n\n"
    life.edit_item(item, by=by, description=words + picture.mark)


def _draft(item: CatalogueItem, cast: Cast) -> None:
    """The next edition asks whether it holds data of customers; then the owner of the service agrees as well."""
    by = cast.actor("chidi")
    question = life.Question("customers", "Will it hold data of customers?", life.Ask.YES_NO, "Names and orders are.")
    life.add_question(item, by=by, question=question)
    held = [{"question": "customers", "test": "is", "value": True}]
    owner = {"name": "Owner of the service", "approvers": [{"who": "service_leads"}], "only_if": held}
    manager = {"name": "Manager", "approvers": [{"who": "manager"}]}
    note = "Data of customers needs a second yes."
    life.draft_edition(item, by=by, approval=[manager, owner], note=note)


def _item(slug: str) -> CatalogueItem:
    return CatalogueItem.objects.get(slug=slug)
