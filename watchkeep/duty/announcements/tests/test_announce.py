import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Announcement, Component, Period, State, Update
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def checkout():
    return make.component(make.status_page(), "Checkout")


def words(**more):
    return {"title": "Payments fail", "body": "We look into it.", "phase": "investigating"} | more


def test_who_may_publish_tells_the_public_at_once(checkout):
    made = life.announce(
        checkout.page, by=make.actor(make.manager()), effects={checkout.pk: "partial_outage"}, **words()
    )
    checkout.refresh_from_db()
    assert (made.state, made.impact, checkout.status) == (State.INVESTIGATING, "major", "partial_outage")
    assert told("announcement", made.pk) == ["announcement.published"]
    assert made.updates.get().effects[0] == {
        "component": checkout.pk, "status": "partial_outage", "old": "operational", "new": "partial_outage",
    }  # fmt: skip


def test_words_of_others_wait_for_approval_and_change_nothing(checkout):
    ana, mia = make.actor(make.ana()), make.actor(make.manager())
    made = life.announce(checkout.page, by=ana, effects={checkout.pk: "major_outage"}, **words())
    draft = made.updates.get()
    checkout.refresh_from_db()
    assert (made.state, draft.state, checkout.status) == (State.DRAFT, Update.State.DRAFT, "operational")
    with pytest.raises(NotAllowed):
        life.publish(draft, by=ana)
    life.revise(draft, by=mia, body="Cards are refused.", translations={"de": {"body": "Karten werden abgelehnt."}})
    life.publish(draft, by=mia)
    made.refresh_from_db()
    assert (made.state, made.updates.get().body) == (State.INVESTIGATING, "Cards are refused.")
    with pytest.raises(Refused):
        life.publish(draft, by=mia)


def test_a_draft_that_is_discarded_takes_its_announcement_along(checkout):
    made = life.announce(checkout.page, by=make.actor(make.ana()), effects={}, **words())
    life.discard(made.updates.get(), by=make.actor(make.manager()), reason="No outage")
    made.refresh_from_db()
    assert made.state == State.DISCARDED
    assert not Announcement.objects.shown().exists()
    with pytest.raises(Refused):
        life.post(made, by=CLOCK, phase="resolved", body="x")


def test_a_component_is_as_bad_as_the_worst_that_is_announced(checkout):
    first = make.announcement(checkout, status="major_outage")
    second = make.announcement(checkout, status="degraded_performance")
    life.post(first, by=CLOCK, phase="resolved", body="Better.")
    checkout.refresh_from_db()
    assert checkout.status == "degraded_performance"
    life.post(second, by=CLOCK, phase="resolved", body="Well.")
    checkout.refresh_from_db()
    assert checkout.status == "operational"
    assert [one.status for one in Period.objects.all()] == ["major_outage", "degraded_performance"]
    assert not Period.objects.filter(ends_at=None).exists()


def test_the_impact_stays_at_its_worst(checkout):
    made = make.announcement(checkout, status="major_outage")
    life.post(made, by=CLOCK, phase="monitoring", body="x", effects={checkout.pk: "degraded_performance"})
    made.refresh_from_db()
    assert (made.impact, made.monitoring_at is not None) == ("critical", True)


def test_a_status_set_by_hand_makes_history_too(checkout):
    with clock.travel(hours=-3):
        life.set_status(checkout, "degraded_performance", by=make.actor(make.manager()))
    life.set_status(checkout, "operational", by=make.actor(make.manager()))
    period = Period.objects.get()
    assert (period.ends_at - period.starts_at).total_seconds() == pytest.approx(3 * 3600, abs=60)
    with pytest.raises(NotAllowed):
        life.set_status(checkout, "major_outage", by=make.actor(make.ana()))


@pytest.mark.parametrize(
    ("wrong", "field"), [({"phase": "completed"}, "phase"), ({"body": " "}, "body"), ({"title": ""}, "title")]
)
def test_what_does_not_fit_is_refused(checkout, wrong, field):
    with pytest.raises(Refused) as no:
        life.announce(checkout.page, by=CLOCK, effects={}, **words(**wrong))
    assert no.value.field == field


def test_components_of_another_page_are_refused(checkout):
    other = make.component(make.status_page("Other"))
    with pytest.raises(Refused):
        life.announce(checkout.page, by=CLOCK, effects={other.pk: "major_outage"}, **words())


def test_a_stranger_may_not_write(checkout):
    with pytest.raises(NotAllowed):
        life.announce(checkout.page, by=make.actor(make.stranger()), effects={}, **words())


def test_only_a_manager_changes_pages(checkout):
    for verb in (
        lambda by: life.add_page(by=by, name="x", slug="x"),
        lambda by: life.edit_page(checkout.page, by=by, name="x"),
        lambda by: life.save_component(Component(page=checkout.page), by=by, name="x"),
        lambda by: life.renew_key(checkout.page, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb(make.actor(make.ana()))


@pytest.mark.parametrize("domain", ["https://x.example", "x", "a b.example", "status.example.com:80", "127.0.0.1"])
def test_an_own_domain_is_a_host_name(domain):
    with pytest.raises(Refused):
        make.status_page(domain=domain)
