"""A procedure is begun and described."""

from testing import make
from watchkeep.duty.automation.models import Procedure


def test_it_is_begun_as_a_draft_that_nobody_is_offered(writer):
    answer = writer.post("/runbooks/new", {"name": "Cold kettle", "kind": "runbook", "purpose": "No tea"})
    made = Procedure.objects.get(slug="cold-kettle")
    assert (answer.headers["location"], made.is_offered) == ("/runbooks/cold-kettle/draft", False)
    assert b"Add a step" in writer.get("/runbooks/cold-kettle/draft").content
    assert b"Draft" in writer.get("/runbooks?q=kettle").content


def test_a_name_that_is_taken_is_said_at_its_field(writer):
    make.procedure(name="Cold kettle")
    for name in ("Cold kettle", "New"):
        answer = writer.post("/runbooks/new", {"name": name, "kind": "runbook"})
        assert (answer.status_code, b"has this name" in answer.content) == (422, True)


def test_what_is_known_about_it_is_changed(writer):
    made, team = make.procedure(), make.team()
    told = {"name": "Other", "kind": "workflow", "owner_team": team.pk, "review_on": "2030-01-02"}
    assert writer.post(f"/runbooks/{made.slug}/edit", told).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.kind, made.owner_team, str(made.review_on)) == ("Other", "workflow", team, "2030-01-02")


def test_whoever_reads_it_says_that_it_is_right(writer):
    made = make.procedure()
    assert writer.post(f"/runbooks/{made.slug}/review", {"review_on": "2031-05-06"}).status_code == 302
    assert b"2031" in writer.get(f"/runbooks/{made.slug}").content


def test_who_may_not_write_gets_no_form(client):
    made = make.procedure()
    client.force_login(make.employee())
    assert client.get("/runbooks/new").status_code == 403
    hidden = ("edit", "review", "retire", "draft", "draft/text", "draft/steps/add/manual", "compare", "rehearse")
    assert {client.get(f"/runbooks/{made.slug}/{verb}").status_code for verb in hidden} == {404}
