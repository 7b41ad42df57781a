"""What pages ask: the board, a person's shifts, the drawing, the room's panel."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from testing import make
from testing.harness import sweep
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Schedule
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 1, 14, 12, tzinfo=BERLIN)
WEEK = timedelta(weeks=1)


def test_the_board_says_who_is_on_duty_until_when_and_who_comes_next():
    make.schedule(make.ana(), make.bo())
    (duty,) = queries.board(Schedule.objects.all(), NOON)
    assert (duty.now.person, duty.next.person) == (make.bo(), make.ana())
    assert duty.now.ends_at == datetime(2026, 1, 19, 9, tzinfo=BERLIN)
    assert duty.gap is None


def test_the_board_names_the_next_hole():
    rota = make.schedule()
    with clock.frozen(NOON):
        make.override(rota, make.ana(), starts_at=NOON - timedelta(hours=1), hours=4)
        (duty,) = queries.board(Schedule.objects.all())
    assert duty.gap.starts_at == NOON + timedelta(hours=3)


def test_a_person_who_is_alone_has_no_next_one_and_no_end():
    make.schedule(make.ana())
    (duty,) = queries.board(Schedule.objects.all(), NOON)
    assert (duty.next, duty.has_end) == (None, False)


def test_the_board_costs_as_many_queries_for_many_schedules_as_for_one(django_assert_num_queries):
    for _ in range(6):
        make.schedule(make.ana(), make.bo())
    with django_assert_num_queries(5):
        queries.board(Schedule.objects.all(), NOON)


def test_my_shifts_come_from_all_schedules_in_order():
    shop, net = make.schedule(make.ana(), make.bo(), name="Shop"), make.schedule(make.bo(), make.ana(), name="Net")
    mine = queries.shifts_of(make.ana(), NOON, NOON + 2 * WEEK)
    assert [(shift.schedule, shift.starts_at.date().isoformat()) for shift in mine] == [
        (net, "2026-01-14"),
        (shop, "2026-01-19"),
        (net, "2026-01-26"),
    ]


def test_what_i_am_on_call_for_now():
    shop = make.schedule(make.ana())
    assert [shift.schedule for shift in queries.duties_of(make.ana())] == [shop]
    assert queries.duties_of(make.bo()) == []


def test_the_drawing_has_the_highest_layer_first_and_what_comes_of_all():
    rota = make.schedule(make.ana())
    life.add_layer(rota, by=CLOCK, name="Top", people=[make.bo()], rhythm=rota.layers.get().rhythm)
    make.override(rota, make.person("Cy"), starts_at=clock.now() + WEEK)
    with clock.frozen(clock.now() + WEEK + timedelta(hours=1)):
        drawn = queries.drawing(rota, clock.now(), clock.now() + WEEK)
    assert [layer.name for layer, _ in drawn.layers] == ["Top", "First line"]
    assert [shift.person.name for shift in drawn.final] == ["Cy", "Bo"]
    assert [shift.person.name for shift in drawn.overrides] == ["Cy"]


def test_the_load_is_counted_in_hours_the_most_burdened_first():
    rota = make.schedule(make.ana(), make.bo())
    shifts = queries.upcoming(rota, NOON, NOON + timedelta(days=6))
    assert [(person.name, round(hours)) for person, hours in queries.load(shifts)] == [("Bo", 117), ("Ana", 27)]


def test_the_room_shows_who_was_paged_and_who_is_next():
    page = make.page(make.step(make.ana()), make.step(make.bo()))
    panel = queries.panel(page.escalation.ticket)
    assert [one.page.person.name for one in panel.called] == ["Ana"]
    assert [one.person.name for one in panel.next_reached] == ["Bo"]
    assert not panel.is_alarming


def test_the_room_shows_who_answered():
    page = make.page()
    life.acknowledge(page, by=make.actor(page.person))
    panel = queries.panel(page.escalation.ticket)
    assert panel.answered.page == page
    assert (panel.next_at, panel.next_reached) == (None, [])


def test_the_room_is_alarmed_when_nobody_could_be_paged():
    ada = make.admin()
    running = make.escalation(make.step(make.schedule(name="Nights")))
    sweep(page_due)
    panel = queries.panel(running.ticket)
    assert panel.is_alarming
    assert [flag.name for flag in panel.skipped] == ["Nights"]
    assert panel.fallback == [ada]


def test_a_ticket_for_which_nobody_was_looked_for_has_no_panel():
    assert queries.panel(make.ticket()) is None
