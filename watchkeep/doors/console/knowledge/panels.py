"""What articles add to the incident room: those that may help, those that did, and the draft that was learnt."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.knowledge.queries import Found
from watchkeep.insight.capture import queries
from watchkeep.insight.capture.models import Use
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.permissions import P as Tickets

USES = rows(Use, "ticket")


@dataclass(frozen=True)
class Help:
    """What articles say about an incident."""

    used: list[Article]
    suggested: list[Found]
    drafts: list[Article]
    may_say: bool


def _gather(incident: Incident, actor: Actor, known: Known) -> Help | None:
    if not actor.may(P.SEE):
        return None
    used = queries.used_on(incident.ticket, actor) if USES in known else []
    found = queries.suggested(incident.ticket, actor) if incident.is_open else []
    helped = {one.pk for one in used}
    suggested = [one for one in found if one.article.pk not in helped]
    drafts = queries.drafts_of(incident.ticket, actor)
    return Help(used, suggested, drafts, actor.may(Tickets.LINK)) if used or suggested or drafts else None


PANELS = (Panel(place="main", order=70, template="knowledge/panel.html", gather=_gather, reads=(USES,)),)
