"""Builders of catalogue items, requests and approvals."""

from typing import Any

from django.core.files.base import ContentFile

from testing.makers import estate
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem, Category, Picture, Request


def manager_stage() -> dict[str, Any]:
    """A stage that asks the requester's manager."""
    return {"name": "Manager", "approvers": [{"who": "manager"}]}


def question(name: str, label: str = "", **more: Any) -> dict[str, Any]:
    """A question as plain data."""
    return {"name": name, "label": label or name.capitalize(), **more}


def form(*questions: dict[str, Any]) -> dict[str, Any]:
    """A form of one section."""
    return {"sections": [{"title": "About it", "questions": list(questions)}]}


def shelf(name: str = "Software") -> Category:
    """A shelf of the catalogue."""
    return Category.objects.filter(name=name).first() or life.save_category(by=CLOCK, name=name)


def catalogue_item(name: str = "Cloud storage", *, about: dict[str, Any] | None = None, **parts: Any) -> CatalogueItem:
    """An item that is offered to people of the house, under an edition with these parts."""
    values = {"category": shelf(), "summary": f"{name} for you", **(about or {})}
    item = life.add_item(by=CLOCK, name=name, **values)
    life.draft_edition(item, by=CLOCK, **parts)
    life.publish_edition(item, by=CLOCK)
    return item


def item_picture(item: CatalogueItem, name: str = "screen.png") -> Picture:
    """A small picture of an item."""
    file = ContentFile(b"\x89PNG\r\n\x1a\n" + b"pixels" * 20, name=name)
    return life.add_picture(item, by=CLOCK, file=file, name=name, alt="From above")


def proof(person: Person) -> str:
    """A fresh proof of who somebody is: its key."""
    return people.prove_by_sign_in(person, by=estate.actor(person), at=clock.now())


def request(title: str = "A second screen", *, requester: Person | None = None, **more: Any) -> Request:
    """A request of somebody who works at the house."""
    person = requester or asker()
    return life.open_(by=estate.actor(person), title=title, **more)


def asker(name: str = "Karim", *, manager: Person | None = None) -> Person:
    """Somebody of the house who asks, with a manager if one is named."""
    found = Person.objects.filter(name=name).first() or estate.person(name, roles=("employee",))
    if manager and found.manager_id != manager.pk:
        found.manager = manager
        found.save(update_fields=["manager"])
    return found


def asked(manager: Person | None = None, **more: Any) -> Request:
    """A request of Karim's that waits for his manager Ana."""
    boss = manager or estate.ana()
    item = more.pop("item", None) or catalogue_item(approval=[manager_stage()])
    return request(requester=asker(manager=boss), item=item, **more)


def ballot(of: Request, person: Person | None = None) -> Ballot:
    """The open question about a request, to this person or to whoever was asked first."""
    rows = Ballot.objects.open().filter(approval__ticket=of.pk)
    return rows.get(person=person) if person else rows.first() or rows.get()


def approve(of: Request) -> None:
    """Let everybody who is asked agree, stage by stage."""
    while one := Ballot.objects.open().filter(approval__ticket=of.pk).first():
        approvals.approve(one, by=estate.actor(one.person))
    of.ticket.refresh_from_db()
