"""What incidents do when something else is told."""

from collections.abc import Sequence

from watchkeep.estate.assets import events as assets
from watchkeep.estate.assets import queries as register
from watchkeep.estate.services import events as services
from watchkeep.estate.services import queries as service_map
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import events, life, queries
from watchkeep.work.incidents.models import AffectedService, Incident, State
from watchkeep.work.tickets.events import Edited, Noted, Replied

REPLY = Actor.system("rule:reply", "Requester's reply")


def answer_reply(fact: Replied) -> None:
    """A requester disagrees: reopen within the grace period; after it open an incident that follows the old one."""
    if fact.from_desk:
        return
    incident = Incident.objects.filter(pk=fact.record).first()
    if incident is None or incident.is_merged:
        return
    if incident.state in {State.RESOLVED, State.CLOSED, State.CANCELLED}:
        if incident.may_come_back:
            life.reopen(incident, by=REPLY, reason="The requester replied")
        else:
            _follow(incident)


def hear_report(fact: Replied) -> None:
    """A requester wrote again: one more report. One of us wrote: it moves."""
    if fact.from_desk:
        life.progress(fact.record)
    else:
        life.hear([life.Heard(incident=fact.record, reports=1)])


def move_on(
    fact: events.Triaged | events.Acknowledged | events.Started | events.Resumed | events.UpdatePosted | Noted,
) -> None:
    """Somebody works on it: time without progress begins anew."""
    life.progress(fact.record)


def look_again(fact: events.Held | events.Amended | Edited) -> None:
    """It waits, or its service or deadline is another: look at its priority again."""
    if isinstance(fact, events.Held) or {"service", "deadline_at"} & set(fact.fields):
        life.mark([fact.record])


def wake(fact: events.Reopened | events.Unmerged) -> None:
    """It is back: its priority is watched over again."""
    life.progress(fact.record)
    if isinstance(fact, events.Unmerged):
        life.part(fact.out_of, via=fact.record, by=fact.by)


def rest(fact: events.Restored | events.Resolved | events.Closed | events.Cancelled) -> None:
    """The service is back, or it was no incident: nothing is left to judge, and waiting costs nothing."""
    life.rest(fact.record)


def take_in(fact: events.Merged) -> None:
    """A duplicate is a report, and its services are affected where it is worked now."""
    life.rest(fact.record)
    _bring(fact.into, fact.record, AffectedService.How.MERGED, fact.by, reports=1)


def follow_parts(fact: events.ParentSet) -> None:
    """What a part affects, the whole affects."""
    if fact.was:
        life.part(fact.was, via=fact.record, by=fact.by)
    if fact.parent:
        _bring(fact.parent, fact.record, AffectedService.How.PART, fact.by)


def look_at_dependants(
    fact: services.DependencyAdded
    | services.DependencyRemoved
    | services.ServiceEdited
    | services.ServiceRetired
    | services.ServiceRevived,
) -> None:
    """The service map has changed: open incidents on what this service stands on mean something else now."""
    changed = [fact.record, *filter(None, [getattr(fact, "depends_on", None)])]
    below = service_map.needed_by(changed).values_list("pk", flat=True)
    life.mark(queries.open_on([*changed, *below]))


def look_at_carried(facts: Sequence[assets.Retying | services.ItemAttached | services.ItemDetached]) -> None:
    """Items hang together otherwise: open incidents on what stands on them or below them mean something else."""
    _hit, causes = service_map.ends_of(facts)
    below = register.reach(causes, upwards=False).depths
    concerned = {one for many in service_map.directly_on(below).values() for one in many}
    concerned |= {fact.record for fact in facts if isinstance(fact, services.ItemAttached | services.ItemDetached)}
    needed = service_map.needed_by(concerned).values_list("pk", flat=True)
    life.mark(queries.open_on([*concerned, *needed]))


def look_at_footings(facts: Sequence[services.FootingChanged]) -> None:
    """What services stand on was counted anew: behind a hub, open incidents on these hit others than before."""
    concerned = {one for fact in facts for one in fact.through}
    needed = service_map.needed_by(concerned).values_list("pk", flat=True)
    life.mark(queries.open_on([*concerned, *needed]))


def _bring(incident: int, other: int, how: str, by: Actor | str, reports: int = 0) -> None:
    """Let an incident affect what another one does."""
    found = queries.all_affected(other)
    life.hear([life.Heard(incident=incident, services=found, how=how, via=other, by=str(by), reports=reports)])


def _follow(incident: Incident) -> None:
    """Open a new incident from what the requester wrote on an old one, unless an open one follows it already."""
    if queries.open_followers(incident).exists():
        return
    ticket = incident.ticket
    life.open_(
        by=REPLY,
        title=ticket.title,
        description=f"Follows {ticket.number}, which the requester answered after its grace period.",
        service=ticket.service,
        team=ticket.team,
        requester=ticket.requester,
        impact=incident.impact,
        urgency=incident.urgency,
        past=incident,
    )
