from datetime import UTC, datetime, timedelta

from testing import make
from watchkeep.duty.sla import queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def story():
    make.target("resolution", 60, priority=3)
    with after(minutes=0):
        incident = make.incident("in_progress")
    with after(minutes=10, microseconds=700_000):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(minutes=40, microseconds=100_000):
        incidents.resume(incident, by=CLOCK)
    return make.clock(ticket=incident.ticket)


def test_every_line_says_what_counted_and_why():
    with after(minutes=50):
        rows = queries.explain(story()).rows
    assert [(row.segment.kind, row.segment.reason) for row in rows] == [
        ("running", "Opened"),
        ("paused", "Waiting for a part"),
        ("running", "The waiting is over"),
    ]


def test_the_lines_add_up_to_the_figure_as_they_are_shown():
    row = story()
    with after(minutes=50):
        told = queries.explain(row)
    assert sum(line.counted for line in told.rows) == told.used_seconds == 1201
    assert told.used_seconds + told.left_seconds == 3600
    assert told.sentence == "20 min of 1 h used, 39 min left."


def test_it_can_be_asked_for_any_moment_of_the_past():
    assert queries.explain(story(), at=NOON + timedelta(minutes=5)).used_seconds == 300


def test_the_columns_of_a_clock_repeat_its_ledger():
    row = story()
    assert abs(row.counted_seconds - 600.7) < 1e-6
    with after(minutes=50):
        face = queries.clocks_for([row.ticket_id])[row.ticket_id]
    assert {one.measure for one in face} == {"response", "resolution"}


def test_a_list_of_tickets_takes_two_queries(django_assert_num_queries):
    ids = [make.incident().pk for _ in range(5)]
    with django_assert_num_queries(2):
        faces = queries.clocks_for(ids)
    assert all(len(faces[pk]) == 2 for pk in ids)


def test_a_line_of_a_list_shows_the_clock_that_is_due_next(django_assert_num_queries):
    one, met = make.incident(), make.incident("in_progress")
    with django_assert_num_queries(2):
        faces = queries.next_clocks([one.pk, met.pk])
    assert [faces[one.pk].measure, faces[met.pk].measure] == ["response", "resolution"]


def test_a_face_says_the_time_left_in_words():
    make.target("resolution", 60, priority=3)
    with after(minutes=0):
        incident = make.incident()
    with after(minutes=70):
        face = next(one for one in queries.clocks_of(incident.pk) if one.measure == "resolution")
    assert (face.left, face.is_breached) == ("-10 min", True)
