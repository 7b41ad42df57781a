"""How Kestrel Outfitters tell people: who uses what, who follows what, and what was said of the fault that runs now."""

from watchkeep.demo.cast import Cast
from watchkeep.duty.chat import life as chat
from watchkeep.duty.chat.models import Kind
from watchkeep.duty.communications import life
from watchkeep.duty.communications.models import Audience
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident


def arrange(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """A customer, two followers, an audience of the house's own, and a chat that is not connected yet."""
    harbour = cast["hugo"].organisation
    for slug in ("web-shop", "payments"):
        life.set_uses(services[slug], by=by, organisations=[harbour])
    life.subscribe(services["web-shop"], by=cast.actor("ines"))
    life.subscribe(services["warehouse"], by=cast.actor("chidi"))
    life.save_audience(
        by=by, name="Shop managers", kind="list", is_outside=False, from_severity=1, first_minutes=30,
        every_minutes=60, addresses=["ines@kestrel.example", "shops@kestrel.example"], time_zone="Europe/Berlin",
    )  # fmt: skip
    workspace = chat.save_workspace(
        by=by, kind=Kind.MATTERMOST, name="Kestrel chat", address="https://chat.kestrel.example", team="kestrel",
        channel="town-square", token="to-be-replaced", secret="to-be-replaced",  # noqa: S106  # it opens nothing
    )  # fmt: skip
    chat.pause(workspace, by=by)


def speak(cast: Cast, services: dict[str, Service]) -> None:
    """Of the fault in the warehouse: one message sent, one that lies ready, and when there is more."""
    incident = Incident.objects.open().filter(ticket__service=services["warehouse"]).first()
    if incident is None:
        return
    life.expect(incident, since=clock.now())
    managers, team = (Audience.objects.get(name=name) for name in ("Followers of the service", "Responsible team"))
    said = life.draft_by_hand(incident, managers, by=cast.actor("dilara"), phase="first")
    life.send(said, by=cast.actor("dilara"))
    life.draft_by_hand(incident, team, by=cast.actor("dilara"), phase="update")
