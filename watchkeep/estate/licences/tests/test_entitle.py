"""What was bought: written down, corrected, ended; its keys; and who is warned when."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.estate.licences import jobs, life
from watchkeep.estate.licences.models import Document, Entitlement, Key
from watchkeep.estate.suppliers import life as suppliers
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, DAY = MONDAY.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(MONDAY):
        yield


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"lowest": "newest"}, "lowest"),
        ({"lowest": "5", "highest": "4"}, "highest"),
        ({"ends_on": TODAY - 400 * DAY}, "ends_on"),
        ({"price": -1}, "price"),
        ({"metric": "llama"}, "metric"),
        ({"number": "LIC-1"}, "number"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(given, field):
    with pytest.raises(Refused) as no:
        make.entitlement(**given)
    assert no.value.field == field
    assert not Entitlement.objects.exists()


def test_two_metrics_at_once_are_refused_and_one_after_the_other_are_not():
    of = make.product()
    make.entitlement(of, ends_on=TODAY)
    with pytest.raises(Refused) as no:
        make.entitlement(of, metric="user")
    assert no.value.code == "mixed"
    make.entitlement(of, metric="user", starts_on=TODAY + DAY)


def test_whoever_owns_it_may_see_it_and_only_who_may_writes_it_down():
    with pytest.raises(Refused) as no:
        make.entitlement(of := make.product(), owner=make.stranger())
    assert no.value.field == "owner"
    agent = make.actor(make.ana())
    one = make.entitlement(of)
    for verb in (
        lambda: life.entitle(by=agent, products=[of], name="X", quantity=1),
        lambda: life.edit(one, by=agent, quantity=2),
        lambda: life.end(one, by=agent, ends_on=TODAY, reason="No"),
        lambda: life.add_key(one, by=agent, label="Main", secret="S"),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert not Entitlement.objects.visible_to(agent).exists()


def test_a_key_is_kept_encrypted_and_each_showing_is_on_record():
    one = make.entitlement()
    key = life.add_key(one, by=CLOCK, label="Main", secret=" AAAA-BBBB ")
    raw = Key.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True).get()
    assert "BBBB" not in raw
    mia, agent = make.actor(make.manager()), make.actor(make.ana())
    assert life.show_key(Key.objects.get(), by=mia) == "AAAA-BBBB"
    with pytest.raises(NotAllowed):
        life.show_key(key, by=agent)
    life.remove_key(key, by=CLOCK)
    assert told("entitlement", one.pk) == [
        "entitlement.added", "entitlement.key_added", "entitlement.key_shown", "entitlement.key_removed",
    ]  # fmt: skip


def test_warnings_come_once_each_and_the_end_once():
    one = make.entitlement(ends_on=TODAY + 100 * DAY, warn_days=[90, 30])
    kinds = []
    for day in (0, 9, 10, 10, 60, 71, 99, 101, 102):
        with clock.frozen(MONDAY + day * DAY):
            while jobs.keep_days():
                pass
        kinds.append(told("entitlement", one.pk)[1:])
    assert [len(one) for one in kinds] == [0, 0, 1, 1, 1, 2, 2, 3, 3]
    assert kinds[-1] == ["entitlement.renewal_ahead", "entitlement.renewal_ahead", "entitlement.expired"]


def test_without_a_day_of_its_own_it_follows_its_contract():
    contract = make.contract(ends_in=200)
    one = make.entitlement(contract=contract, warn_days=[30])
    assert one.next_on == contract.notice_by - 30 * DAY
    suppliers.edit(contract, by=CLOCK, notice=4)
    run_later()
    one.refresh_from_db()
    contract.refresh_from_db()
    assert one.next_on == contract.notice_by - 30 * DAY


def test_it_is_ended_with_a_reason_and_corrected():
    of = make.product()
    one = make.entitlement(of)
    with pytest.raises(Refused):
        life.end(one, by=CLOCK, ends_on=TODAY, reason=" ")
    life.end(one, by=CLOCK, ends_on=TODAY, reason="Sold back")
    life.edit(one, by=CLOCK, quantity=12, products=[of, make.product("More")])
    one.refresh_from_db()
    assert (one.quantity, one.ends_on, one.products.count()) == (12, TODAY, 2)


def test_papers_are_kept_as_what_they_are_handed_out_to_who_may_see_and_swept_when_nobody_knows_them():
    one = make.entitlement(make.product())
    kept = make.entitlement_document(one)
    assert (kept.content_type, kept.size, len(kept.sha256)) == ("application/pdf", 13, 64)
    assert kept.file.name.startswith("entitlements/")
    with pytest.raises(Refused):
        make.entitlement_document(one, name="proof.pdf", content=b"<html>")
    stranger = make.actor(make.stranger())
    with pytest.raises(NotAllowed):
        life.remove_document(kept, by=stranger)
    assert not Document.objects.visible_to(stranger).exists()
    life.remove_document(kept, by=CLOCK)
    assert told("entitlement", one.pk)[-2:] == ["entitlement.document_added", "entitlement.document_removed"]
