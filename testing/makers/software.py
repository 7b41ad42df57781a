"""Builders of software on items, and of what it means."""

from typing import Any

from django.core.files.base import ContentFile

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets import queries as register
from watchkeep.estate.assets.life import Package
from watchkeep.estate.assets.models import Item
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import (
    Application,
    Document,
    Entitlement,
    Position,
    Product,
    Reading,
    Seat,
    SignInLog,
)
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def installed(on: Item, *packages: str | Package) -> None:
    """Software on an item, as people tell of it: a name, or a package; and nothing else that was on it before."""
    told = [Package(name=one) if isinstance(one, str) else one for one in packages]
    assets.install_many({on.pk: told}, by=CLOCK, source=register.source_of_people())


def product(name: str = "Ledger", publisher: str = "Quill", **more: str) -> Product:
    """A software product."""
    return life.add_product(by=CLOCK, name=name, publisher=publisher, **more)


def reading(of: str, on: Item) -> Reading:
    """How a title is read that is on an item."""
    installed(on, of)
    life.note_titles_of([on.pk])
    life.read_due()
    return Reading.objects.select_related("title", "product").get(title__name=of)


def entitlement(*products: Product, quantity: int = 10, **more: Any) -> Entitlement:
    """So many licences, of a new product unless said, at 120 euro a year for each."""
    values = {"name": "Licences", "price": 120} | more
    return life.entitle(by=CLOCK, products=products or (product("Studio"),), quantity=quantity, **values)


def entitlement_document(one: Entitlement, name: str = "proof.pdf", content: bytes = b"%PDF-1.7 paid") -> Document:
    """A paper that is filed with it."""
    return life.add_document(one, by=CLOCK, file=ContentFile(content, name), name=name)


def seat(of: Product, person: Person, **more: Any) -> Seat:
    """Somebody's seat."""
    return life.take_seat(of, by=CLOCK, person=person, **more)


def reckoned(of: Product) -> Position | None:
    """How a product stands once the sweeps have run."""
    for sweep in (life.read_due, life.note_due, life.reckon_due):
        while sweep():
            pass
    return Position.objects.filter(product=of, is_latest=True).first()


def sign_in_log(name: str = "Entra", provider: str = "entra") -> tuple[SignInLog, str]:
    """An identity provider that tells who signs in where, and its key."""
    return life.add_log(by=CLOCK, name=name, provider=provider)


def application(name: str) -> Application:
    """An application of a provider of its own, into which nobody has signed in yet but Eva, whom nobody knows."""
    log, _key = sign_in_log(f"Log of {name}")
    life.listen(log, [life.SignedIn(name, name, ("eva@nowhere.example",), clock.now().date())])
    return Application.objects.get(log=log)


def recounted() -> None:
    """What was corrected of past days is counted anew, and today reckoned."""
    for sweep in (life.read_due, life.note_due, life.reckon_due, life.recount_due):
        while sweep():
            pass
