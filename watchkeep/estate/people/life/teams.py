"""Working in teams: making them, joining them, leaving them."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries
from watchkeep.estate.people.events import TeamAdded, TeamEdited, TeamJoined, TeamLeft
from watchkeep.estate.people.models import Membership, Person, Team
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_team(*, by: Actor, name: str, description: str = "", email: str = "") -> Team:
    """Make a team. Its short name comes from its name."""
    by.need(P.TEAMS, _("add teams"))
    team = Team()
    save(team, name=name, slug=slugify(name), description=description, email=email)
    tell(TeamAdded(record=team.pk, by=by, name=team.name))
    return team


@transaction.atomic
def edit_team(team: Team, *, by: Actor, **changes: Any) -> None:
    """Correct what we know of a team."""
    by.need(P.TEAMS, _("edit teams"))
    if changed := save(team, **changes):
        tell(TeamEdited(record=team.pk, by=by, changed=changed))


@transaction.atomic
def join_team(team: Team, person: Person, *, by: Actor, is_lead: bool = False) -> None:
    """Take somebody into the team, or make a member its lead (or no longer its lead)."""
    by.need(P.TEAMS, _("change teams"))
    if not person.is_active:
        raise Refused(_("%(name)s is not active.") % {"name": person.name}, field="person")
    values = {"is_lead": is_lead}
    membership, is_new = Membership.objects.get_or_create(team=team, person=person, defaults=values)
    if not is_new and membership.is_lead == is_lead:
        raise Refused(_("%(name)s is in the team already.") % {"name": person.name}, field="person")
    Membership.objects.filter(pk=membership.pk).update(**values)
    queries.forget_actor(person)
    tell(TeamJoined(record=team.pk, by=by, person=person.pk, is_lead=is_lead))


@transaction.atomic
def leave_team(team: Team, person: Person, *, by: Actor) -> None:
    """Let somebody leave the team. Their tickets stay with the team."""
    by.need(P.TEAMS, _("change teams"))
    gone, _rows = Membership.objects.filter(team=team, person=person).delete()
    if not gone:
        raise Refused(_("%(name)s is not in the team.") % {"name": person.name})
    queries.forget_actor(person)
    tell(TeamLeft(record=team.pk, by=by, person=person.pk))
