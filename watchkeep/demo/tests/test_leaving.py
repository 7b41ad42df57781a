from testing.harness import run_later
from watchkeep.demo import cast, leaving
from watchkeep.duty.reclaiming.models import Case, State, Why
from watchkeep.estate.licences.models import Campaign
from watchkeep.kernel.actors import Actor


def test_one_seat_is_free_by_an_action_one_is_left_and_a_mover_is_asked():
    by = Actor.system("demo", "The demo")
    leaving.leave(by, cast.invite_everybody(by))
    run_later()
    left, moved = Case.objects.get(why=Why.LEFT), Case.objects.get(why=Why.MOVED)
    assert sorted(left.reclaims.values_list("state", flat=True)) == [State.DONE, State.TO_DO]
    assert set(moved.reclaims.values_list("state", flat=True)) == {State.ASKED}
    assert left.ticket
    assert Campaign.objects.get().lines.undecided().count() > 0
