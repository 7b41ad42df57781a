"""What Kestrel has bought for its machines and people: too much here, too little there, one renewal that is near."""

from datetime import timedelta
from typing import Any

from watchkeep.demo.cast import Cast
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Application, Product, Reading
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import Person, Role
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

FIRST = ("Aino", "Bruno", "Clara", "Dario", "Elsa", "Finn", "Gaia", "Hanne", "Ivo")
LAST = ("Berger", "Costa", "Hansen")
DESIGNERS = [(first, last) for last in LAST for first in FIRST]
"""Twenty-seven people who draw."""
GREW = ((200, 0, 15), (110, 15, 21), (35, 21, 27))
"""So many days ago, from the how manieth designer to which seats were given."""
SEATS, A_MONTH, SUITE_KEY = 40, 56, "PNCL-7Q2M-KEST-0417"


def license_(by: Actor, cast: Cast) -> None:
    """Seats of the design suite, a sensor on more machines than it was bought for, and a product that nobody uses."""
    chidi = cast["chidi"]
    team = _designers(by, cast)
    suite = life.add_product(by=by, name="Design Suite", publisher="Pencilworks", licence="paid", owner=chidi)
    with clock.frozen(clock.now() - timedelta(days=365)):
        contract = Contract.objects.get(title="Design suite, 40 seats")
        terms: dict[str, Any] = {"metric": "seat", "price": A_MONTH, "price_every": 1, "warn_days": [90, 30, 14]}
        one = life.entitle(
            by=by, products=[suite], name="Design suite", quantity=SEATS, contract=contract, owner=chidi, **terms
        )
        life.add_key(one, by=by, label="Company account", secret=SUITE_KEY)
    for days, first, last in GREW:
        with clock.frozen(clock.now() - timedelta(days=days)):
            for person in team[first:last]:
                life.take_seat(suite, by=by, person=person, because="Design team")
            life.reckon([suite.pk], clock.now().date())
    yesterday = clock.now().date() - timedelta(days=1)
    life.note_sign_ins(suite, by=by, days={one.email: yesterday for one in team}, source="vendor's list")
    _machines(by, chidi)
    _told_by_a_provider(by, team)
    for sweep in (life.read_applications, life.note_due, life.reckon_due):
        while sweep():
            pass


def _told_by_a_provider(by: Actor, team: list[Person]) -> None:
    """A provider tells who signs in where: one application is known, two wait, one is set aside; and a group."""
    log, _key = life.add_log(by=by, name="Kestrel Entra", provider="entra")
    figma = life.add_product(by=by, name="Figma", publisher="Figma", licence="paid")
    life.add_rule(by=by, product=figma, name="figma*")
    life.entitle(by=by, products=[figma], name="Figma, full seats", quantity=5, metric="seat", price=45, price_every=1)
    today = clock.now().date()
    told = (("Figma", 7, 1), ("Miro (SSO)", 4, 2), ("Expense Desk", 9, 3), ("My Apps", 20, 1))
    for name, many, days in told:
        life.listen(log, [life.SignedIn(name, name, (one.email,), today - timedelta(days=days)) for one in team[:many]])
    source = people.add_source(by=by, kind="scim", name="Kestrel Entra", organisation=team[0].organisation)
    group = people.save_group(source, by=by, name="Figma editors", subject="")
    people.set_members(group, team[:6])
    life.add_seat_group(group, by=by, product=figma)
    own = Application.objects.get(log=log, name="My Apps")
    life.set_application_aside(own, by=by, reason="The provider's own page")


def _designers(by: Actor, cast: Cast) -> list[Person]:
    role, kestrel = Role.objects.get(slug="employee"), cast["chidi"].organisation
    team, made = people.add_team(by=by, name="Design"), list[Person]()
    for first, last in DESIGNERS:
        email = f"{first}.{last}@kestrel.example".lower()
        made.append(people.invite(by=by, email=email, name=f"{first} {last}", organisation=kestrel, roles=[role]))
        people.join_team(team, made[-1], by=by)
    return made


def _machines(by: Actor, owner: Person) -> None:
    """The sensor runs on more than forty machines; the label printer's software on none."""
    sensor = Reading.objects.select_related("product").get(title__name="falcon-sensor").product
    sensor = sensor or life.add_product(by=by, name="Falcon", publisher="CrowdStrike")
    life.edit_product(sensor, by=by, licence="paid", owner=owner)
    today = clock.now().date()
    ends_on = today + timedelta(days=210)
    life.entitle(
        by=by, products=[sensor], name="Sensor for servers", quantity=40, price=48, ends_on=ends_on, owner=owner
    )
    labels: Product = life.add_product(by=by, name="Labelwright", publisher="Pressmark", licence="paid", owner=owner)
    life.entitle(by=by, products=[labels], name="Label printing", quantity=12, price=90, price_every=0)
