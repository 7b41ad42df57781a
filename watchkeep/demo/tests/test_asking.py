from testing import make
from watchkeep.demo import asking, cast
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.requests.models import Holding, Request


def test_requests_stand_in_every_state_and_managers_have_something_to_decide():
    by = Actor.system("demo", "The demo")
    people = cast.invite_everybody(by)
    asking.ask(by, people)
    assert sorted(one.state for one in Request.objects.all()) == [
        "closed", "in_progress", "in_progress", "in_progress", "new", "on_hold", "refused",
        "waiting", "waiting", "waiting",
    ]  # fmt: skip
    assert [approvals.inbox(make.actor(people[name])).count() for name in ("chidi", "admin")] == [2, 1]
    reasons = {row.item.slug: why for row, why in fulfilment.with_reasons(fulfilment.stuck(people.actor("dilara")))}
    assert reasons["software"] == "What was done has been taken back."
    assert "to be done by a person" in reasons["hardware"]
    assert [one.person for one in Holding.objects.had()] == [people["ines"]]
