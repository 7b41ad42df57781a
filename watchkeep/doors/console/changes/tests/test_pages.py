from datetime import timedelta
from urllib.parse import urlencode

import pytest

from testing import make
from testing.turning import come, page
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change

PLAN = {
    "title": "Upgrade the database of the shop", "purpose": "It is supported again.", "reason": "Support ends.",
    "steps": "Stop the shop\nUpgrade\nStart the shop", "test_steps": "Order something", "back_out_steps": "Restore",
    "test_plan": "Order something and see that the order is in the list of the warehouse afterwards.",
    "back_out_plan": "Restore the backup that was made before, start the old version and test again.",
    "outage_minutes": "30", "cost": "0",
}  # fmt: skip


@pytest.fixture
def ana():
    return come(make.ana())


def planned(**more):
    start = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    me = "Ana <ana@nordwind.example>"
    return PLAN | {
        "services": [make.shop().pk], "starts_at": start.strftime("%Y-%m-%dT%H:%M"), "owner": me, "implementer": me,
        "ends_at": (start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"), **more,
    }  # fmt: skip


def test_a_change_is_lived_through_on_its_pages(ana):
    db = make.item("db-1")
    assert ana.post("/changes/new", planned(items=f"{db.number}")).status_code == 302
    change = Change.objects.get()
    at = f"/changes/{change.number}"
    assert ana.post(f"{at}/submit").status_code == 302
    shown = page(ana, at)
    for words in ("Upgrade the database of the shop", "db-1", "Order something", "Restore", "of 100", "hangs on it"):
        assert words in shown
    assert ana.post(f"{at}/ask").status_code == 302
    make.agree(change)
    assert Change.objects.get().state == "scheduled"
    with clock.frozen(change.starts_at):
        assert ana.post(f"{at}/begin").status_code == 302
        for step in change.steps.all():
            assert ana.post(f"{at}/plan/{step.pk}", {"state": "done"}).status_code == 302
        assert ana.post(f"{at}/finish").status_code == 302
        assert ana.post(f"{at}/close", {"outcome": "successful"}).status_code == 302
    assert "Successful" in page(ana, at)
    assert change.number in page(ana, "/changes?group=ended")


def test_its_story_calls_what_was_planned_otherwise_as_the_form_does(ana):
    change = make.change()
    life.amend(change, by=CLOCK, back_out_plan="Start the old one.", plan=[], ends_at=change.ends_at + timedelta(1))
    assert "planned it otherwise: “How it is taken back”, “Until”, “Steps”" in page(ana, f"/changes/{change.number}")


def test_the_form_shows_how_risky_it_is_while_one_types(ana):
    shop = make.shop()
    for number in range(3):
        make.service(f"Client {number}", needs=(shop,))
    shown = page(ana, f"/changes/foresee?title=Upgrade&services={shop.pk}")
    assert "4 services fail with it" in shown
    assert "Nothing like it has been done before" in shown
    assert "Test plan: missing, back-out plan: missing" in shown


def test_what_is_missing_is_said_before_it_is_submitted(ana):
    ana.post("/changes/new", {"title": "Something"})
    change = Change.objects.get()
    shown = page(ana, f"/changes/{change.number}")
    assert "a service or an item" in shown
    assert ana.post(f"/changes/{change.number}/submit").status_code == 422


@pytest.mark.parametrize(
    ("line", "words"), [("@no.such.thing go", "no action called no.such.thing"), ('@http go {"a": b}', "no JSON")]
)
def test_a_step_that_no_machine_can_do_is_refused_and_its_risk_stays_in_sight(ana, line, words):
    answer = ana.post("/changes/new", planned(steps=line))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "hangs on it" in answer.content.decode()


def test_an_item_that_nobody_knows_is_said_by_name(ana):
    answer = ana.post("/changes/new", planned(items="db-9\nnothing"))
    assert answer.status_code == 422
    assert "Nothing is called db-9, nothing." in answer.content.decode()


def test_it_begins_with_what_was_chosen_on_the_map_and_with_a_model(ana):
    item, model = make.item("db-1"), make.change_model("Restart the pool")
    assert item.number in page(ana, f"/changes/new?item={item.pk}")
    shown = page(ana, f"/changes/new?like={model.slug}")
    assert "Stop the old release" in shown


def test_a_model_that_is_taken_up_late_leaves_what_was_written(ana):
    one, other = make.change_model("Restart the pool"), make.change_model("Upgrade it")
    for model, back_out in ((one, "Start it again"), (other, "Install the old one")):
        by = come(make.manager())
        said = {
            "name": model.name, "title": "Upgrade {what}", "steps": f"{model.name} now", "back_out_plan": back_out,
            "length_minutes": 10, "outage_minutes": 7, "promote_at": 1, "demote_under": 50, "window_runs": 5,
        }  # fmt: skip
        assert by.post(f"/changes/models/{model.slug}/edit", said).status_code == 302
    written = {
        "title": "The shop's pool",
        "purpose": "It is faster",
        "back_out_plan": "Start it again",
        "kind": "normal",
    }
    shown = ana.post("/changes/new", written | {"liked": one.slug, "like": other.slug}).content.decode()
    for words in ("The shop&#x27;s pool", "It is faster", "Upgrade it now", "Install the old one", 'value="7"'):
        assert words in shown
    assert "Start it again" not in shown, "the model before had said it, and nobody else"
    assert "is-wrong" not in shown
    assert not Change.objects.exists()
    answer = ana.post(f"/changes/new?like={other.slug}", planned(title="Upgrade {what}", model=other.pk))
    assert (answer.status_code, "braces: {what}" in answer.content.decode()) == (422, True)
    assert ana.post(f"/changes/new?like={other.slug}", planned(model=other.pk)).status_code == 302


def test_what_the_form_says_of_a_risk_is_what_is_kept_and_its_page_says_why(ana):
    make.change("closed", title="Upgrade the database of the shop", outcome="failed", services=[make.shop()])
    ana.post("/changes/new", planned())
    change = Change.objects.get(ticket__title=PLAN["title"], outcome="")
    at = f"/changes/{change.number}"
    ana.post(f"{at}/answer", {"tried_back": "no"})
    ana.post(f"{at}/submit")
    risk = f"{Change.objects.get(pk=change.pk).risk} of 100"
    form = PLAN | {"change": change.number, "services": make.shop().pk, "implementer": "Ana <ana@nordwind.example>"}
    form |= {name: f"{getattr(change, name):%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
    shown = [page(ana, f"/changes/foresee?{urlencode(form)}"), page(ana, f"{at}/amend"), page(ana, f"{at}/risk")]
    for words in (risk, "Has the back-out been tried?", "No</dd>", "went wrong", "Lowers it:", 'href="/services/'):
        assert [words in one for one in shown] == [True] * 3, words


def test_it_may_be_submitted_and_asked_for_in_one_breath(ana):
    ana.post("/changes/new", planned())
    change = Change.objects.get()
    assert ana.post(f"/changes/{change.number}/submit", {"asks": "on"}).status_code == 302
    assert Change.objects.get().state == "waiting"


def test_models_are_made_edited_promoted_and_demoted():
    boss = come(make.manager())
    said = {
        "name": "Restart the pool", "steps": "Drain\nRestart", "test_plan": "Look", "back_out_plan": "None is needed",
        "length_minutes": 10, "outage_minutes": 0, "promote_at": 1, "demote_under": 50, "window_runs": 5,
    }  # fmt: skip
    assert boss.post("/changes/models/new", said).status_code == 302
    at = "/changes/models/restart-the-pool"
    assert boss.post(f"{at}/promote").status_code == 409
    assert boss.post(f"{at}/edit", said | {"steps": "Drain\nWait\nRestart"}).status_code == 302
    assert "Wait" in page(boss, at)
    assert "Restart the pool" in page(boss, "/changes/models")
