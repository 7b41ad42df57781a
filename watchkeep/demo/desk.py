"""How the people of Kestrel Outfitters spend their day at the desk: macros, views, time on a ticket, and a merge."""

from datetime import timedelta

from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.estate.people import queries as people
from watchkeep.kernel import clock, wires
from watchkeep.work.desk import life
from watchkeep.work.desk.life import Order
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.timesheets import life as timesheets

MACROS = (
    ("Ask for a screenshot", Order(
        way="reply", add_tags=("waits-for-picture",),
        body="Hello {{ requester.first_name }},\n\nplease send us a picture of what you see. Then we can go on.\n\n"
        "{{ agent.first_name }}",
    )),
    ("Mine now", Order(to_me=True, verb="acknowledge")),
    ("Known, being worked on", Order(
        way="reply", body="We know about this and work on it under {{ ticket.number }}. You need not do anything."
    )),
)  # fmt: skip
VIEWS = (
    ("Untouched for a week", {"q": ["state:open updated:>7d"]}),
    ("Dear ones", {"q": ["state:open cost:>100"], "order": ["cost"]}),
)


def work(cast: Cast) -> None:
    """Write the shared macros and views, and log a first hour."""
    ana = people.actor_for(cast.people["ana"])
    for name, order in MACROS:
        life.save_macro(by=ana, name=name, order=order, is_shared=True)
    for position, (name, filters) in enumerate(VIEWS):
        tickets.save_view(by=ana, name=name, filters=filters, is_shared=True, position=50 + position)
    for ticket in Ticket.objects.open().order_by("-id")[:2]:
        timesheets.log(ticket, by=ana, seconds=25 * 60, note="Looked at the graphs, asked the provider")
    _put_together(cast)


def _put_together(cast: Cast) -> None:
    """Two tell of one fault: the desk merges them, and what it says on one reaches both. Nobody is notified of it."""
    ana, minute, began = cast.actor("ana"), timedelta(minutes=1), clock.now() - timedelta(hours=7)
    with wires.importing():
        first, second = (
            at(began + later * minute, lambda who=who, title=title: incidents.open_(  # type: ignore[misc]
                by=cast.actor(who), title=title, requester=cast[who], team=cast.teams["platform"],
            ))
            for later, who, title in (
                (0, "emil", "The screen in the meeting room stays dark"),
                (9, "ines", "No picture upstairs"),
            )
        )  # fmt: skip
        at(began + 20 * minute, lambda: incidents.merge(second, by=ana, into=first))
        at(began + 21 * minute, lambda: incidents.acknowledge(first, by=ana))
        words = "Its cable is broken. A new one is on its way upstairs."
        at(began + 22 * minute, lambda: tickets.reply(first.ticket, by=ana, body=words))
        at(began + 50 * minute, lambda: incidents.resolve(first, by=ana, fix="A new cable"))
