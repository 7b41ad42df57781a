"""`watchkeep admin EMAIL`: the way in for the first person, and for one who is locked out."""

from argparse import Namespace
from typing import Any

from django.urls import reverse

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.launch import database, folders, inside, instance, prepare, surroundings
from watchkeep.launch.words import CannotGoOn, say


def run(chosen: Namespace) -> int:
    """Make the person an administrator, and print the link with which they choose a password."""
    here = folders.here()
    running = instance.running(here)
    with database.at_hand(here) as url:
        here.make()
        inside.enter(here, url)
        prepare.tables()
        try:
            person = _administrator(chosen)
        except Refused as refusal:
            raise CannotGoOn(str(refusal)) from refusal
        signed = inside.find("watchkeep.estate.people.life").password_link(person, invitation=True)
        path = reverse("console:choose-password", args=[signed])
    base = (running.url if running else "") or surroundings.told().base_url
    say(f"\n  {person.name} is an administrator. This link lets them choose a password, once, within a week:\n")
    say(f"  {base.rstrip('/')}{path}")
    return 0


def _administrator(chosen: Namespace) -> Any:
    """Whoever has this address, invited now if nobody has it, with the role of administrators."""
    people, life = inside.find("watchkeep.estate.people.models"), inside.find("watchkeep.estate.people.life")
    by = Actor.system("console", "The command line")
    role = people.Role.objects.get(slug="administrator")
    person = people.Person.objects.filter(email=chosen.email).first()
    if person:
        if not person.is_active:
            life.activate(person, by=by)
        life.change_roles(person, by=by, roles={*person.roles.all(), role})
        return person
    ours = people.Organisation.objects.filter(kind=people.Organisation.Kind.OWN).order_by("pk").first()
    ours = ours or life.add_organisation(by=by, name=chosen.organisation)
    name = chosen.name or chosen.email.partition("@")[0]
    return life.invite(by=by, email=chosen.email, name=name, organisation=ours, roles=[role])
