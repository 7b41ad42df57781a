"""Who works at Kestrel Outfitters, and one customer."""

import secrets
from dataclasses import dataclass, field

from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Organisation, Person, Role, Team
from watchkeep.kernel.actors import Actor

STAFF = {
    "ana": ("Ana Ferreira", "agent", "Europe/Lisbon", "web"),
    "bo": ("Bo Lindqvist", "agent", "Europe/Stockholm", "web"),
    "chidi": ("Chidi Okafor", "manager", "Europe/London", "web"),
    "dilara": ("Dilara Aydin", "agent", "Europe/Berlin", "platform"),
    "emil": ("Emil Novak", "agent", "Europe/Prague", "platform"),
    "mei": ("Mei Tanaka", "agent", "Asia/Tokyo", "platform"),
    "rafael": ("Rafael Souza", "agent", "America/Sao_Paulo", "platform"),
    "admin": ("Freya Lund", "administrator", "Europe/Copenhagen", "platform"),
    "ines": ("Ines Moreau", "employee", "Europe/Paris", ""),
    "judge": ("Greta Vogel", "auditor", "Europe/Vienna", ""),
}
TEAMS = {"web": "Web", "platform": "Platform"}
LEADS = {"web": "chidi", "platform": "dilara"}


@dataclass
class Cast:
    """Everybody by first name, their teams, and what they log in with."""

    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    logins: list[dict[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> Person:
        """A person by first name."""
        return self.people[name]

    def actor(self, name: str) -> Actor:
        """The same person as somebody who acts."""
        return queries.actor_for(Person.objects.get(pk=self.people[name].pk))

    def token_of(self, name: str) -> str:
        """A new API token of this person that may work on incidents."""
        person = self.people[name]
        return life.issue_token(
            person,
            by=self.actor(name),
            name="Demo outage",
            scopes=["incident.work", "incident.post_update", "ticket.see", "oncall.see"],
        )[1]


def invite_everybody(by: Actor) -> Cast:
    """Staff with their teams, and a customer; each with a password of their own that nobody can guess."""
    cast = Cast()
    cast.teams = {key: life.add_team(by=by, name=name) for key, name in TEAMS.items()}
    kestrel = life.add_organisation(by=by, name="Kestrel Outfitters", domains=["kestrel.example"])
    for key, (name, role, zone, team) in STAFF.items():
        _invite(cast, by, key, f"{key}@kestrel.example", name, role, kestrel, zone)
        if team:
            life.join_team(cast.teams[team], cast[key], by=by, is_lead=LEADS[team] == key)
    harbour = life.add_organisation(
        by=by, name="Harbour Hotels", kind=Organisation.Kind.CUSTOMER, domains=["harbour.example"], shares_tickets=True
    )
    _invite(cast, by, "hugo", "hugo@harbour.example", "Hugo Marin", "customer", harbour, "Europe/Madrid")
    return cast


def _invite(  # noqa: PLR0913, PLR0917  # what is known of a person
    cast: Cast, by: Actor, key: str, email: str, name: str, role: str, organisation: Organisation, zone: str
) -> None:
    roles = [Role.objects.get(slug=role)]
    person = life.invite(by=by, email=email, name=name, organisation=organisation, roles=roles, time_zone=zone)
    password = f"demo-{secrets.token_hex(5)}"
    life.choose_password(life.password_link(person, invitation=True), password=password)
    cast.people[key] = Person.objects.get(pk=person.pk)
    cast.logins.append({"email": email, "password": password, "role": role})
