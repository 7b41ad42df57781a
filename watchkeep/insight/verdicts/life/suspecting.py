"""What people say of a suspect: it was this, it was not, it may have been after all."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.insight.verdicts.events import SuspectBack, SuspectNamed, SuspectRuledOut
from watchkeep.insight.verdicts.models import RuledOut
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Link, Relation


@transaction.atomic
def name_suspect(incident: Incident, change: Change, *, by: Actor) -> None:
    """It was this: the incident was caused by the change. Saying so again changes nothing."""
    by.need(P.SUSPECT, _("say which change it was"))
    RuledOut.objects.filter(incident=incident, change=change).delete()
    tie = Link.objects.get_or_create(source=incident.ticket, target=change.ticket, relation=Relation.CAUSED)
    if tie[1]:
        tell(SuspectNamed(record=incident.pk, by=by, change=change.pk, number=change.number))


@transaction.atomic
def rule_out(incident: Incident, change: Change, *, by: Actor) -> None:
    """It was not this. Whoever said that it was is overruled."""
    by.need(P.SUSPECT, _("say which change it was not"))
    Link.objects.filter(source=incident.ticket, target=change.ticket, relation=Relation.CAUSED).delete()
    if RuledOut.objects.get_or_create(incident=incident, change=change, defaults={"by": str(by)})[1]:
        tell(SuspectRuledOut(record=incident.pk, by=by, change=change.pk, number=change.number))


@transaction.atomic
def suspect_again(incident: Incident, change: Change, *, by: Actor) -> None:
    """Nobody says any more that it was, or that it was not."""
    by.need(P.SUSPECT, _("suspect changes"))
    tie = Link.objects.filter(source=incident.ticket, target=change.ticket, relation=Relation.CAUSED).delete()[0]
    ruled = RuledOut.objects.filter(incident=incident, change=change).delete()[0]
    if tie or ruled:
        tell(SuspectBack(record=incident.pk, by=by, change=change.pk, number=change.number))
