"""Looking after the catalogue over the API, as its pages do: pictures, reviews, earlier editions, who asks, and plans
that need a person.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testing import make
from testing.harness import run_later
from watchkeep.doors.api.tests.addresses import addresses
from watchkeep.duty.fulfilment import life as fulfilment
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests import life

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def stuck(program):
    return {one["number"]: one for one in program.ask("get", "stuck-requests").json()["items"]}


def test_a_picture_is_added_described_handed_out_and_removed_once_no_text_shows_it():
    item, admin = make.catalogue_item(), make.program()
    at = f"catalogue/items/{item.pk}/pictures"
    made = admin.send(f"/api/v1/{at}", SimpleUploadedFile("lamp.png", PNG, "image/png"))
    assert made.status_code == 201, made.content
    assert made.headers["Location"] == f"/api/v1/{at}/{made.json()['id']}"
    at = made.headers["Location"]
    refused = admin.send(f"/api/v1/catalogue/items/{item.pk}/pictures", SimpleUploadedFile("x.png", b"<svg>"))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/file")
    said = admin.ask("patch", at, {"alt": "From above"}, if_match=made.headers["ETag"])
    assert said.json()["mark"] == f"![From above](media:{made.json()['id']})"
    life.edit_item(item, by=CLOCK, description=said.json()["mark"])
    assert admin.ask("delete", at).json()["code"] == "in_use"
    handed = make.program(make.asker()).ask("get", f"{at}/content")
    assert (b"".join(handed.streaming_content), handed["X-Content-Type-Options"]) == (PNG, "nosniff")
    assert "sandbox" in handed["Content-Security-Policy"]
    (documented,) = (one.details["responses"][200] for one in addresses() if one.name == "download_item_picture")
    assert handed["Content-Type"] in documented["content"]
    assert make.program(make.stranger()).ask("get", f"{at}/content").status_code == 404
    assert make.program(make.asker()).ask("delete", at).status_code == 403
    life.edit_item(item, by=CLOCK, description="")
    assert admin.ask("delete", at).status_code == 204


def test_an_item_is_looked_at_and_says_when_again():
    item, admin, today = make.catalogue_item(), make.program(), clock.now().date()
    life.edit_item(item, by=CLOCK, review_on=today)
    at = f"catalogue/items/{item.pk}/review"
    assert admin.ask("post", at, {"review_on": today.isoformat()}).json()["errors"][0]["pointer"] == "#/review_on"
    again = admin.ask("post", at, {}).json()["keeping"]["review_on"]
    assert again == (today + timedelta(days=365)).isoformat()


def test_an_earlier_edition_is_taken_up_again_as_the_draft():
    item, admin = make.catalogue_item(price_once="10"), make.program()
    life.draft_edition(item, by=CLOCK, price_once="20")
    life.publish_edition(item, by=CLOCK)
    at = f"catalogue/items/{item.pk}/editions"
    draft = admin.ask("post", f"{at}/1/restore", {}).json()
    assert (draft["number"], draft["state"], draft["price_once"]) == (3, "draft", "10.00")
    assert admin.ask("post", f"{at}/9/restore", {}).status_code == 404


def test_an_item_may_want_to_be_sure_who_asks_and_the_desk_says_how_it_was():
    item, admin, karim = make.catalogue_item(), make.program(), make.asker()
    at = f"catalogue/items/{item.pk}"
    seen = admin.ask("get", at).headers["ETag"]
    assert admin.ask("patch", at, {"proof": "fresh"}, if_match=seen).json()["proof"] == "fresh"
    own = make.program(karim).ask("post", "requests", {"item": item.pk})
    assert (own.status_code, own.json()["code"]) == (422, "proof_required")
    desk, order = make.program(make.bo()), {"item": item.pk, "requester": karim.pk}
    assert desk.ask("post", "requests", order).json()["errors"][0]["pointer"] == "#/vouched"
    made = desk.ask("post", "requests", order | {"vouched": "Called back under the number of their contract"})
    assert made.json()["proof"] == "Called back under the number of their contract"


@pytest.fixture
def planned():
    item = make.catalogue_item("A lamp")
    plan = make.procedure(make.doing("fetch"), make.doing("carry"), kind="fulfil")
    fulfilment.set_plan(item, by=CLOCK, procedure=plan)
    return item


def test_what_a_plan_waits_for_is_listed_and_worked_off_at_its_run(planned):
    number, desk = make.request(item=planned).number, make.program(make.bo())
    run_later()
    one = stuck(desk)[number]
    assert (one["item"]["name"], "to be done by a person" in one["reason"]) == ("A lamp", True)
    run = f"runs/{one['run']}"
    assert desk.ask("get", run).json()["kind"] == "fulfil"
    assert [each["kind"] for each in desk.ask("get", "runs").json()["items"]] == ["fulfil"]
    desk.ask("post", f"{run}/steps/0/finish", {})
    desk.ask("post", f"{run}/steps/1/fail", {"reason": "No car"})
    assert "failed" in stuck(desk)[number]["reason"]
    desk.ask("post", f"{run}/steps/1/retry", {})
    assert desk.ask("post", f"{run}/steps/1/skip", {"reason": "They fetched it"}).json()["state"] == "done"
    run_later()
    assert stuck(desk) == {}
    assert make.program(make.stranger()).ask("get", "stuck-requests").json()["permission"] == "request.work"


def test_a_plan_that_was_taken_back_begins_again(planned):
    number, desk = make.request(item=planned).number, make.program(make.bo())
    run_later()
    desk.ask("post", f"runs/{stuck(desk)[number]['run']}/undo", {})
    assert desk.ask("post", f"requests/{number}/begin-plan", {}).status_code == 200
    again = desk.ask("post", f"requests/{number}/begin-plan", {})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
