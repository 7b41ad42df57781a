"""Past days: whatever was corrected afterwards, what was written down of a day is what is reckoned anew of it."""

import contextlib
import random
from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.licences import life, queries
from watchkeep.estate.licences.life import recounting
from watchkeep.estate.licences.models import Entitlement, Recount, Seat
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, DAY = MONDAY.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(MONDAY):
        yield


def wrong_days(products, since):
    """The days on which what is written down is not what is reckoned anew."""
    found, day = [], since
    while day <= clock.now().date():
        for one in queries.standings([of.pk for of in products], day):
            of = next(known for known in products if known.pk == one.product)
            kept = queries.position_on(of, day)
            said = {name: getattr(kept, name) for name in one.values()} if kept else None
            if said != one.values() and (said or queries.differs(one, None)):
                found.append((day, of.name, said, one.values()))
        day += DAY
    for of in products:
        latest = list(of.positions.filter(is_latest=True))
        assert latest == list(of.positions.order_by("-on")[:1])
    return found


def test_a_correction_with_effect_in_the_past_is_seen_on_past_days_and_told_once_today():
    of = make.product("Studio")
    one = make.entitlement(of, metric="seat", quantity=2, starts_on=TODAY)
    for person in (make.ana(), make.bo()):
        make.seat(of, person)
    make.recounted()
    with clock.frozen(MONDAY + 9 * DAY):
        life.edit(one, by=CLOCK, quantity=1)
        make.recounted()
        assert [queries.position_on(of, TODAY + n * DAY).status for n in (0, 5, 9)] == ["over"] * 3
        assert told("software_product", of.pk).count("software_product.overused") == 1
        life.end(one, by=CLOCK, ends_on=TODAY + 3 * DAY, reason="Never renewed")
        make.recounted()
        assert [queries.position_on(of, TODAY + n * DAY).owned for n in (3, 4, 9)] == [1, 0, 0]
        assert wrong_days([of], TODAY - DAY) == []
        assert not Recount.objects.exists()


def test_what_changes_no_figure_or_no_past_day_counts_nothing_anew():
    one = make.entitlement(make.product(), starts_on=TODAY - 9 * DAY)
    make.recounted()
    life.edit(one, by=CLOCK, notes="Seen", owner=make.manager(), warn_days=[3])
    make.entitlement(make.product("Later"), starts_on=TODAY + DAY)
    assert not Recount.objects.exists()


def test_days_are_counted_some_at_a_time_and_it_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr(recounting, "DAYS_AT_ONCE", 8)
    of, bo = make.product("Studio"), make.bo()
    make.entitlement(of, metric="seat", quantity=3, starts_on=TODAY - 100 * DAY)
    for n in range(80):
        life.note_sign_ins(of, by=CLOCK, days={bo.email: TODAY - n * DAY}, source="list")
    assert life.recount_due() == 8
    assert Recount.objects.get().since > TODAY - 100 * DAY
    make.recounted()
    assert wrong_days([of], TODAY - 101 * DAY) == []
    assert not Recount.objects.exists()


def test_days_on_which_nothing_ran_are_counted_afterwards():
    of, bo = make.product("Studio"), make.bo()
    make.entitlement(of, metric="seat", quantity=2)
    life.note_sign_ins(of, by=CLOCK, days={bo.email: TODAY}, source="list")
    life.edit_product(of, by=CLOCK, idle_days=4)
    make.recounted()
    with clock.frozen(MONDAY + 9 * DAY):
        make.recounted()
        assert [queries.position_on(of, TODAY + n * DAY).used for n in (3, 4, 9)] == [1, 0, 0]
        assert wrong_days([of], TODAY) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_corrections_every_past_day_is_what_is_reckoned_anew(seed):
    chance = random.Random(seed)
    products = [make.product(f"Product {n}", licence="paid") for n in range(3)]
    people = [make.person() for _one in range(3)]
    for of in products[:2]:
        life.add_rule(by=CLOCK, product=of, name=f"{of.name}*")
    acts = Acts(chance, products, people, make.item())
    for n in range(14):
        with clock.frozen(MONDAY + n * DAY):
            for _act in range(chance.randint(0, 2)):
                acts.one()
            make.recounted()
    with clock.frozen(MONDAY + 14 * DAY):
        make.recounted()
        assert wrong_days(products, TODAY - 40 * DAY) == []


class Acts:
    """What may happen on a day, now or with effect in the past."""

    def __init__(self, chance, products, people, machine):
        self.chance, self.products, self.people, self.machine = chance, products, people, machine

    def one(self):
        chance = self.chance
        acts = (self.buy, self.buy, self.edit, self.edit, self.end, self.seat, self.free, self.sign_in, self.peak)
        with contextlib.suppress(Refused):
            chance.choice((*acts, self.idle, self.install))()

    def day(self, before=30, after=10):
        return clock.now().date() + DAY * self.chance.randint(-before, after)

    def buy(self):
        of = self.chance.sample(self.products, self.chance.randint(1, 2))
        metric = self.chance.choice(["seat", "seat", "user", "concurrent"])
        ends = self.chance.choice([None, self.day(5, 20)])
        make.entitlement(*of, metric=metric, quantity=self.chance.randint(1, 4), starts_on=self.day(), ends_on=ends)

    def edit(self):
        if one := Entitlement.objects.order_by("?").first():
            changes = {"quantity": self.chance.randint(1, 5)}, {"starts_on": self.day()}, {"ends_on": self.day(10, 10)}
            products = self.chance.choice([None, self.chance.sample(self.products, 2)])
            life.edit(one, by=CLOCK, products=products, **self.chance.choice((*changes, {"price": 7}, {})))

    def end(self):
        if one := Entitlement.objects.order_by("pk").last():
            life.end(one, by=CLOCK, ends_on=self.day(10, 5), reason="Over")

    def seat(self):
        make.seat(self.chance.choice(self.products), self.chance.choice(self.people))

    def free(self):
        if seat := Seat.objects.taken().order_by("pk").first():
            life.free_seat(seat, by=CLOCK, reason="Back")

    def sign_in(self):
        who = self.chance.choice(self.people)
        life.note_sign_ins(self.chance.choice(self.products), by=CLOCK, days={who.email: self.day(9, 0)}, source="x")

    def peak(self):
        of = self.chance.choice(self.products)
        life.note_peak(of, by=CLOCK, on=self.day(9, 0), most=self.chance.randint(1, 9))

    def idle(self):
        life.edit_product(self.chance.choice(self.products), by=CLOCK, idle_days=self.chance.randint(2, 12))

    def install(self):
        names = self.chance.sample([f"{of.name} 4" for of in self.products[:2]], self.chance.randint(0, 2))
        make.installed(self.machine, *names)
        life.note_titles_of([self.machine.pk])
        life.read_due()
        life.note_uses_of([self.machine.pk])
