"""Policies, boards, a meeting, an approval by link and kept days in a real browser: axe finds nothing, all fits."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from testing import looking, make
from testing.makers.estate import PASSWORD
from watchkeep.insight.reviews import life as reviews
from watchkeep.insight.reviews.models import UpkeepPolicy
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot, Board
from watchkeep.work.changes import life
from watchkeep.work.changes.models import ApprovalPolicy

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(live_server):
    """Every kind of page, with something on each."""
    mia = make.person("Mia", roles=("manager",), email="mia@nordwind.example")
    board = approvals.set_up_board(
        by=CLOCK, name="Change board", chair=mia, members=[mia, make.bo(), make.person("Lee")], quorum=2, weekday=3
    )  # fmt: skip
    ApprovalPolicy.objects.update(is_active=False)
    stage = {"name": "Board", "approvers": [{"who": "board", "id": board.pk}], "need": "quorum"}
    policy = life.add_policy(by=CLOCK, name="To the board", stages=[stage], note="We look at all of it together.")
    change, draft = make.change("waiting", by=make.actor(make.ana())), make.change("assessing")
    meeting = life.call(board, by=CLOCK)
    life.note_present(meeting, by=CLOCK, people=[mia, make.bo()])
    task = make.preventive_task(0, makes="change", lead_days=3)
    reviews.do_task(task, by=CLOCK, evidence="Seen")
    said = {"name": "Laptops out of warranty", "title": "Order a successor", "makes": "request", "owner": mia}
    reviews.save_policy(UpkeepPolicy(), by=CLOCK, **said)
    mine = Ballot.objects.get(approval__ticket=change.pk, person=mia)
    link = approvals.new_link(Ballot.objects.get(approval__ticket=change.pk, person=make.bo()), make.bo())
    at = f"http://localhost:{urlsplit(live_server.url).port}"
    assert Board.objects.filter(pk=board.pk, meets_at__isnull=False).exists()
    return [f"{at}{path}" for path in (
        "/settings/change-policies", f"/settings/change-policies/{policy.pk}", "/boards", f"/boards/{board.pk}",
        f"/boards/{board.pk}/edit", f"/boards/meetings/{meeting.pk}", f"/boards/meetings/{meeting.pk}/1",
        f"/approvals/{mine.pk}", "/phone", f"/phone/approve/{mine.pk}", f"/portal/approvals/{mine.pk}",
        f"/approve/{link}", f"/changes/{draft.number}", f"/preventive/{task.number}",
        "/preventive/compliance", "/preventive/policies", "/preventive/policies/add",
    )]  # fmt: skip


def test_every_page_is_accessible_and_fits(page: Page, pages):
    page.goto(pages[0])
    page.get_by_label("E-mail").fill("mia@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert looking.faults(page, pages) == []
    page.goto(pages[6])
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("1 of 1 decided").wait_for()
