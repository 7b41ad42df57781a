"""Members of a board hear of its meetings."""

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Board
from watchkeep.work.changes import life
from watchkeep.work.changes.models import ApprovalPolicy


def test_members_read_the_agenda_before_and_the_minutes_after():
    chair, member, board = make.person("Chair"), make.person("Member"), Board.objects.get()
    approvals.edit_board(board, by=CLOCK, members=[chair, member], chair=chair, quorum=2)
    ApprovalPolicy.objects.filter(kinds=["normal"]).update(is_active=False)
    stage = {"name": "Board", "approvers": [{"who": "board", "id": board.pk}], "need": "quorum", "quorum": 2}
    life.add_policy(by=CLOCK, name="Board", kinds=["normal"], stages=[stage])
    change = make.change("waiting")
    meeting = life.call(board, by=make.actor(chair))
    life.close_meeting(meeting, by=make.actor(chair), minutes="Short")
    run_later()
    mails = Delivery.objects.filter(person=member, ticket=None).order_by("pk")
    assert [change.number in one.body for one in mails] == [True, True]
    assert "Put off" in mails[1].body
