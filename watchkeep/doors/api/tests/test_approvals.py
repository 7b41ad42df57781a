"""Approvals over the API: the inbox, the answer, handing it on, and who answers while somebody is away."""

from datetime import timedelta

from testing import make
from watchkeep.kernel import clock
from watchkeep.work.approvals.models import Approval
from watchkeep.work.requests.models import Request


def inbox(program):
    return program.ask("get", "approval-questions").json()["items"]


def test_whoever_was_asked_reads_it_and_agrees_to_what_they_read():
    row, ana = make.asked(), make.program(make.ana())
    (question,) = inbox(ana)
    assert (question["ticket"], question["stage_name"], question["is_open"]) == (row.number, "Manager", True)
    assert {"label": "Item", "value": "Cloud storage"} in question["lines"]
    at = f"approval-questions/{question['id']}"
    stale = ana.ask("post", f"{at}/approve", {"seen": "something else"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    agreed = ana.ask("post", f"{at}/approve", {"seen": question["seen"]})
    assert (agreed.status_code, agreed.json()["agreed"]) == (200, True)
    assert Request.objects.get(pk=row.pk).state == "new"
    assert inbox(ana) == []
    assert [one["id"] for one in ana.ask("get", "approval-questions?state=answered").json()["items"]] == [
        question["id"]
    ]


def test_a_refusal_says_why_and_the_requester_reads_it():
    row, ana = make.asked(), make.program(make.ana())
    (question,) = inbox(ana)
    assert ana.ask("post", f"approval-questions/{question['id']}/refuse", {"reason": " "}).status_code == 422
    ana.ask("post", f"approval-questions/{question['id']}/refuse", {"reason": "Use the shared one"})
    asker = make.program(make.asker())
    assert asker.ask("get", f"requests/{row.number}").json()["refuse_reason"] == "Use the shared one"
    (approval,) = asker.ask("get", f"approvals?ticket={row.number}").json()["items"]
    assert (approval["state"], approval["questions"][0]["agreed"]) == ("refused", False)


def test_nobody_else_finds_the_question_or_the_approval():
    row = make.asked()
    question = make.ballot(row).pk
    for one in (make.asker(), make.employee(), make.stranger()):
        assert make.program(one).ask("post", f"approval-questions/{question}/approve", {}).status_code == 404
    approval = make.ballot(row).approval_id
    assert make.program(make.employee()).ask("get", f"approvals/{approval}").status_code == 404
    assert make.program(make.asker()).ask("get", f"approvals/{approval}").status_code == 200


def test_it_is_handed_on_but_not_to_whom_it_is_for():
    row, ana = make.asked(), make.program(make.ana())
    at = f"approval-questions/{make.ballot(row).pk}/delegate"
    own = ana.ask("post", at, {"to": make.asker().pk})
    assert (own.status_code, own.json()["code"]) == (422, "own")
    assert ana.ask("post", at, {"to": make.bo().pk}).status_code == 204
    assert inbox(ana) == []
    assert [one["person"]["name"] for one in inbox(make.program(make.bo()))] == ["Bo"]


def test_a_deputy_answers_while_somebody_is_away_and_no_longer():
    make.asked()
    ana, bo, now = make.program(make.ana()), make.program(make.bo()), clock.now()
    away = {"deputy": make.bo().pk, "from_at": (now - timedelta(hours=1)).isoformat()}
    made = ana.ask("post", "approval-stand-ins", {**away, "until_at": (now + timedelta(days=1)).isoformat()})
    assert made.status_code == 201, made.content
    assert [one["person"]["name"] for one in inbox(bo)] == ["Ana"]
    assert [one["deputy"]["name"] for one in bo.ask("get", "approval-stand-ins").json()["items"]] == ["Bo"]
    assert bo.ask("delete", f"approval-stand-ins/{made.json()['id']}").json()["permission"] == "approval.manage"
    assert ana.ask("delete", f"approval-stand-ins/{made.json()['id']}").status_code == 204
    assert inbox(bo) == []


def test_approvals_are_narrowed_to_who_asked_as_holdings_are_to_who_holds():
    karim, ana = make.asker(manager=make.ana()), make.program(make.ana())
    asked = Approval.objects.get(ticket=make.asked().pk)
    admin = make.program()
    assert [one["id"] for one in admin.ask("get", f"approvals?requester={karim.pk}").json()["items"]] == [asked.pk]
    assert ana.ask("get", "approvals?requester=me").json()["items"] == []
    assert [one["id"] for one in make.program(karim).ask("get", "approvals?requester=me").json()["items"]] == [asked.pk]
    assert admin.ask("get", "approvals?requester=karim").json()["errors"][0]["parameter"] == "requester"
