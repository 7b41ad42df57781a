"""Who uses what, and how products stand on each day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import run_later, told
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.life import Package
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.models import Position, Product, Reading, Seat, Unreckoned, Use
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(MONDAY):
        yield


def bought(quantity=1, name="Ledger", **more):
    """A product that titles of its name mean, and licences of it."""
    of = make.product(name)
    life.add_rule(by=CLOCK, product=of, name=f"{name}*")
    make.entitlement(of, quantity=quantity, **more)
    return of


def put(item, *names):
    make.installed(item, *names)
    run_later()


def figures(of):
    one = make.reckoned(of)
    return (one.owned, one.used, one.covered, one.free, one.status) if one else None


def test_what_an_inventory_brings_is_used_and_told_once_when_it_is_too_much():
    of, one, two = bought(), make.item(), make.item()
    put(one, "Ledger 4")
    assert figures(of) == (1, 1, 1, 0, "compliant")
    put(two, "Ledger 4")
    assert figures(of) == (1, 2, 1, 0, "over")
    put(two, "Ledger 5")
    assert figures(of) == (1, 2, 1, 0, "over")
    assert told("software_product", of.pk).count("software_product.overused") == 1
    put(two, "Another")
    assert figures(of) == (1, 1, 1, 0, "compliant")
    assert told("software_product", of.pk).count("software_product.in_order") == 1


def test_what_has_to_be_paid_for_and_was_never_bought_is_unlicensed():
    of = make.product("Ledger", licence="paid")
    life.add_rule(by=CLOCK, product=of, name="ledger*")
    put(make.item(), "Ledger 4")
    assert figures(of) == (0, 1, 0, 0, "unlicensed")
    assert "software_product.unlicensed" in told("software_product", of.pk)


def test_one_inventory_changes_its_own_rows_alone_and_the_same_again_none():
    of, item = bought(), make.item()
    put(item, "Ledger 4", "Ledger 9", "Ledger 10")
    put(make.item(), "Ledger 4")
    assert figures(of)[1] == 2
    assert Use.objects.get(item=item, until=None).version == "10"
    before = list(Use.objects.values_list("pk", "since", "until"))
    life.note_uses_of([item.pk])
    Product.objects.filter(pk=of.pk).update(uses_due=True)
    assert life.note_due() == 1
    assert list(Use.objects.values_list("pk", "since", "until")) == before


def test_a_retired_machine_uses_nothing_and_another_user_is_another_use():
    of, item = bought(metric="user"), make.item()
    put(item, "Ledger 4")
    put(other := make.item(), "Ledger 4")
    for one in (item, other):
        assets.edit_item(one, by=CLOCK, user=make.ana())
    run_later()
    assert figures(of) == (1, 1, 1, 0, "compliant")
    assets.retire(other, by=CLOCK)
    assets.retire(item, by=CLOCK)
    run_later()
    assert figures(of) == (1, 0, 0, 1, "unused")


def test_cores_are_counted_as_the_machine_has_them_and_again_when_it_has_others():
    of, item = bought(quantity=24, metric="core", per_processor=8, per_machine=16), make.item()
    put(item, "Ledger 4")
    assert figures(of)[1] == 16
    assets.edit_item(item, by=CLOCK, values={"cores": 32, "cpu_count": 2})
    run_later()
    assert figures(of) == (24, 32, 24, 0, "over")


def test_a_bundle_covers_all_its_products_on_one_machine():
    draw, paint = make.product("Draw"), make.product("Paint")
    for one in (draw, paint):
        life.add_rule(by=CLOCK, product=one, name=f"{one.name}*")
    make.entitlement(draw, paint, quantity=2)
    make.entitlement(paint, quantity=1)
    put(make.item(), "Draw 1", "Paint 1")
    put(make.item(), "Draw 1", "Paint 1")
    put(make.item(), "Paint 1")
    assert figures(draw) == (2, 2, 2, 0, "compliant")
    assert figures(paint) == (3, 3, 3, 0, "compliant")


def test_a_version_above_the_rights_is_missing():
    of = bought(quantity=2, highest="4")
    put(make.item(), "Ledger 4.9")
    put(make.item(), "Ledger 5.0")
    assert figures(of) == (2, 2, 1, 1, "over")


def test_seats_that_nobody_uses_are_idle_and_told_once():
    of, ana, bo = make.product(), make.ana(), make.bo()
    make.entitlement(of, quantity=40, metric="seat", starts_on=MONDAY.date() - 100 * DAY)
    with clock.frozen(MONDAY - 90 * DAY):
        for person in (ana, bo):
            make.seat(of, person)
    life.note_sign_ins(
        of, by=CLOCK, days={ana.email: MONDAY.date() - DAY, "gone@x.example": MONDAY.date()}, source="csv"
    )
    now = make.reckoned(of)
    assert (now.owned, now.used, now.idle, now.free, now.status) == (40, 2, 1, 38, "under")
    assert now.shelfware == 39 * 120
    with clock.frozen(MONDAY + DAY):
        make.reckoned(of)
    assert told("software_product", of.pk).count("software_product.seats_idle") == 1
    assert Seat.objects.get(person=ana).used_on == MONDAY.date() - DAY
    assert [one.person for one in queries.seats_of(of, MONDAY.date(), idle=True)] == [bo]


def test_whoever_signs_in_without_a_seat_is_missing_one():
    of, ana, bo = make.product(), make.ana(), make.bo()
    make.entitlement(of, quantity=1, metric="seat")
    make.seat(of, ana)
    noted = life.note_sign_ins(
        of, by=CLOCK, days={bo.email.upper(): MONDAY.date(), "no@x.example": MONDAY.date()}, source="csv"
    )
    assert (noted.known, noted.unknown) == (1, ["no@x.example"])
    assert figures(of) == (1, 2, 1, 0, "over")
    with clock.frozen(MONDAY + 61 * DAY):
        assert figures(of)[1] == 1


def test_the_peak_of_thirty_days_counts():
    of = make.product()
    make.entitlement(of, quantity=5, metric="concurrent")
    for on, most in ((MONDAY.date() - DAY, 7), (MONDAY.date() - DAY, 3), (MONDAY.date(), 4)):
        life.note_peak(of, by=CLOCK, on=on, most=most)
    assert figures(of) == (5, 7, 5, 0, "over")
    with clock.frozen(MONDAY + 29 * DAY):
        assert figures(of) == (5, 4, 4, 1, "under")


def test_any_past_day_counted_anew_comes_to_what_was_written_down():
    of, items = bought(quantity=2), [make.item() for _ in range(3)]
    for day, item in enumerate(items):
        with clock.frozen(MONDAY + day * DAY):
            put(item, "Ledger 4")
            make.reckoned(of)
    with clock.frozen(MONDAY + 5 * DAY):
        put(items[0], "Another")
        make.reckoned(of)
    with clock.frozen(MONDAY + 9 * DAY):
        for day in range(9):
            on = (MONDAY + day * DAY).date()
            (anew,) = queries.standings([of.pk], on)
            kept = queries.position_on(of, on)
            assert anew.values() == {name: getattr(kept, name) for name in anew.values()}
            assert anew.figures.used == queries.rows_of(of, on).count()
        assert queries.position_on(of, MONDAY.date() - DAY) is None
    assert Position.objects.filter(product=of).count() == 4


def test_licences_begin_and_end_by_themselves():
    of = bought(quantity=5, starts_on=MONDAY.date() + 2 * DAY, ends_on=MONDAY.date() + 4 * DAY)
    assert figures(of) is None
    with clock.frozen(MONDAY + 2 * DAY):
        assert figures(of) == (5, 0, 0, 5, "unused")
    with clock.frozen(MONDAY + 5 * DAY):
        assert figures(of) == (0, 0, 0, 0, "compliant")


def test_a_correction_of_what_titles_mean_moves_the_use():
    of, item = bought(), make.item()
    put(item, "Quill 4")
    assert figures(of) == (1, 0, 0, 1, "unused")
    life.correct(make.reading("Quill 4", item), by=CLOCK, product=of)
    assert figures(of) == (1, 1, 1, 0, "compliant")


def test_only_titles_that_moved_are_counted_anew():
    item = make.item()
    put(item, "Ledger 4", "Quill 1")
    life.read_due()
    assert life.count() == 2
    assert life.count() == 0
    put(item, "Ledger 4")
    assert life.count() == 1
    assert Reading.objects.get(title__name="Quill 1").installations == 0


def test_as_many_questions_for_many_products_as_for_one():
    def questions():
        with CaptureQueriesContext(connection) as asked:
            life.reckon_due()
        return len(asked)

    products = [bought(name=f"Ledger{number}") for number in range(6)]
    put(make.item(), *(Package(name=f"Ledger{number} 1") for number in range(6)))
    life.read_due()
    life.note_due()
    Unreckoned.objects.exclude(product=products[0]).delete()
    one = questions()
    Unreckoned.objects.bulk_create(Unreckoned(product=of) for of in products[1:])
    assert questions() == one


def test_what_is_told_while_positions_are_reckoned_is_reckoned_next(monkeypatch):
    of, count = bought(metric="seat"), queries.standings

    def count_while_somebody_gets_a_seat(*asked):
        found = count(*asked)
        monkeypatch.undo()
        make.seat(of, make.ana())
        return found

    monkeypatch.setattr(queries, "standings", count_while_somebody_gets_a_seat)
    life.reckon_due()
    assert Position.objects.get(product=of, is_latest=True).used == 0
    life.reckon_due()
    assert Position.objects.get(product=of, is_latest=True).used == 1


def test_the_last_seat_goes_to_one_and_comes_back_once():
    of, ana, bo = make.product(), make.ana(), make.bo()
    make.entitlement(of, quantity=1, metric="seat")
    seat = make.seat(of, ana)
    for person, code in ((bo, "none_left"), (ana, "taken")):
        with pytest.raises(Refused) as no:
            make.seat(of, person)
        assert no.value.code == code
    assert life.free_seat(seat, by=CLOCK, reason="Left")
    assert not life.free_seat(seat, by=CLOCK, reason="Left")
    assert make.seat(of, bo).person == bo
    with pytest.raises(NotAllowed):
        life.take_seat(of, by=make.actor(ana), person=ana)


def test_a_forecast_goes_on_as_the_days_did():
    of = bought(quantity=50)
    for day in range(20):
        with clock.frozen(MONDAY + day * DAY):
            put(make.item(), "Ledger 4")
            make.reckoned(of)
    with clock.frozen(MONDAY + 19 * DAY):
        assert queries.expected_by(of, (MONDAY + 29 * DAY).date()) == 30
