"""Builders of macros, bulk runs and time worked."""

from collections.abc import Iterable
from typing import Any

from testing.makers import estate, work
from watchkeep.estate.people.models import Person
from watchkeep.work.desk import life
from watchkeep.work.desk.life import Order
from watchkeep.work.desk.models import Macro, Run
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.timesheets import life as timesheets
from watchkeep.work.timesheets.models import Entry


def macro(name: str = "Ask for the log", *, by: Person | None = None, order: Order | None = None, **more: Any) -> Macro:
    """A macro of Ana's that replies."""
    does = order or Order(way="reply", body="Hello {{ requester.first_name }}, please send us the log.")
    return life.save_macro(by=estate.actor(by or estate.ana()), name=name, order=does, **more)


def bulk_run(tickets: Iterable[Ticket] = (), *, by: Person | None = None, order: Order | None = None) -> Run:
    """A run of Ana's that has been asked for and not begun."""
    chosen = list(tickets) or [work.ticket()]
    does = order or Order(add_tags=("storm",))
    return life.ask([one.pk for one in chosen], does, by=estate.actor(by or estate.ana()))


def worked_off(run: Run) -> Run:
    """The same run once the sweep has done all of it."""
    while life.step():
        pass
    run.refresh_from_db()
    return run


def time_entry(on: Ticket | None = None, *, by: Person | None = None, seconds: int = 900) -> Entry:
    """A quarter of an hour of Ana's."""
    return timesheets.log(on or work.ticket(), by=estate.actor(by or estate.ana()), seconds=seconds)
