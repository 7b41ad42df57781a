"""Filling in a form: where one is, what one may choose from, and what was said in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Organisation, Person
from watchkeep.estate.services.models import Service
from watchkeep.work.requests.rules import answers as rules
from watchkeep.work.requests.rules import flow as steps
from watchkeep.work.requests.rules.forms import Ask, Form, Question

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.requests.models import Edition

MOST = 20


def flow(edition: Edition, answers: Mapping[str, Any], at: str = "") -> steps.Place:
    """Where somebody is in the form of an item: which question comes next, one decision at a time."""
    return steps.place(edition.questions, answers, at)


def asked(edition: Edition, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that are asked after these answers, in order."""
    return steps.asked(edition.questions, answers)


def choices(actor: Actor, ask: str, words: str = "", most: int = MOST) -> list[tuple[int, str]]:
    """What this actor may answer with a person, a service or an asset: ids and names, at most so many, from A to Z."""
    rows = _records(actor, ask)
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name", "pk").values_list("pk", "name")[:most])


def fit(actor: Actor, ask: str, ids: Iterable[int]) -> set[int]:
    """Those of these ids that this actor may answer with."""
    return set(_records(actor, ask).filter(pk__in=list(ids)).values_list("pk", flat=True))


def names_of(form: Form, answers: Mapping[str, Any]) -> dict[tuple[str, int], str]:
    """The names of all records that stand in the answers, by kind and id: a query for each kind that is there."""
    ids: dict[str, set[int]] = defaultdict(set)
    for question in form:
        if question.ask.is_record and isinstance(answers.get(question.name), int):
            ids[question.ask.value].add(answers[question.name])
    models: dict[str, Any] = {Ask.PERSON: Person, Ask.SERVICE: Service, Ask.ASSET: Item}
    return {
        (ask, pk): name
        for ask, found in ids.items()
        for pk, name in models[ask].objects.filter(pk__in=found).values_list("pk", "name")
    }


def said(form: Form, answers: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """Every answer that counts as people read it, in the order of the form."""
    names = names_of(form, answers)
    return [
        (question, rules.spoken(question, answers[question.name], names))
        for question in steps.asked(form, answers)
        if question.name in answers
    ]


def _records(actor: Actor, ask: str) -> QuerySet[Any]:
    """People of one's own; services and assets by name for people of the house, and what staff see for staff."""
    if ask == Ask.PERSON:
        return Person.objects.visible_to(actor).active()
    rows: QuerySet[Any] = Service.objects.active() if ask == Ask.SERVICE else Item.objects.filter(is_active=True)
    is_ours = Organisation.objects.filter(pk=actor.organisation or 0, kind=Organisation.Kind.OWN).exists()
    visible = Service.objects.visible_to(actor) if ask == Ask.SERVICE else Item.objects.visible_to(actor)
    return rows if is_ours else rows.filter(Q(pk__in=visible.values("pk")))
