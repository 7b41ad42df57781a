"""The catalogue over the API: who sees what, how an item comes to be offered, and how one fills in its form."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from testing import make
from watchkeep.work.requests.models import CatalogueItem, Edition, Upload

SIZE = {"name": "size", "label": "How large?", "ask": "number", "least": 10, "most": 500}
WHY = {"name": "why", "label": "What for?", "only_if": [{"question": "size", "test": "at_least", "value": 100}]}
FORM = {"sections": [{"title": "About it", "questions": [SIZE, WHY]}]}
RULE = [{"name": "Manager", "approvers": [{"who": "manager"}]}]


def test_an_item_is_written_published_and_ordered_without_the_console():
    admin, shelf = make.program(), make.program().ask("post", "catalogue/shelves", {"name": "Machines"}).json()
    made = admin.ask("post", "catalogue/items", {"name": "Storage", "summary": "Space", "shelf": shelf["id"]})
    at = f"catalogue/items/{made.json()['id']}"
    assert (made.status_code, made.json()["is_offered"]) == (201, False)
    draft = admin.ask("post", f"{at}/draft", {})
    written = admin.ask(
        "patch", f"{at}/draft", {"form": FORM, "approval": RULE, "price_monthly": "9.90", "note": "First"},
        if_match=draft.headers.get("ETag", "*"),
    )  # fmt: skip
    assert written.status_code == 200, written.content
    edits = written.json()["edits"]
    assert admin.ask("post", f"{at}/publish", {"edits": edits - 1}).json()["code"] == "stale"
    assert admin.ask("post", f"{at}/publish", {"edits": edits}).json()["is_offered"]
    ana = make.ana()
    order = make.program(make.asker(manager=ana)).ask(
        "post", "requests", {"item": made.json()["id"], "answers": {"size": 20}}
    )
    assert (order.status_code, order.json()["state"], order.json()["edition"]) == (201, "waiting", 1)
    assert [line["value"] for line in order.json()["lines"]] == ["Storage", "€ 9.90", "20"]


def test_a_published_edition_is_never_changed_and_the_next_one_begins_as_its_copy():
    item, admin = make.catalogue_item(form=FORM), make.program()
    at = f"catalogue/items/{item.pk}"
    assert admin.ask("get", f"{at}/draft").status_code == 404
    assert admin.ask("patch", f"{at}/draft", {"note": "x"}, if_match="*").status_code == 404
    begun = admin.ask("post", f"{at}/draft", {}).json()
    assert (begun["number"], begun["state"], begun["is_in_force"]) == (2, "draft", False)
    assert admin.ask("post", f"{at}/draft", {}).json() == begun
    assert begun["form"] == admin.ask("get", f"{at}/editions/1").json()["form"]
    assert [one["number"] for one in admin.ask("get", f"{at}/editions").json()["items"]] == [2, 1]
    assert admin.ask("delete", f"{at}/draft").status_code == 204


def test_a_form_that_makes_no_sense_is_refused_by_its_place():
    item, admin = make.catalogue_item(), make.program()
    admin.ask("post", f"catalogue/items/{item.pk}/draft", {})

    def place(body: dict) -> str:
        answer = admin.ask("patch", f"catalogue/items/{item.pk}/draft", body, if_match="*")
        assert answer.status_code == 422, answer.content
        return answer.json()["errors"][0]["pointer"]

    backwards = {"sections": [{"title": "", "questions": [WHY, SIZE]}]}
    assert place({"form": backwards}) == "#/form"
    unnamed = {"sections": [{"title": "", "questions": [{**SIZE, "name": "Größe"}]}]}
    assert place({"form": unnamed}) == "#/form/sections/0/questions/0/name"
    assert place({"approval": [{"name": "Boss", "approvers": [{"who": "person"}]}]}) == "#/approval"
    assert place({"price_once": "-1"}) == "#/price_once"


def test_a_form_is_read_whatever_it_says_and_taken_in_as_far_as_the_domain_allows():
    item, admin = make.catalogue_item(form=FORM), make.program()
    at = f"catalogue/items/{item.pk}"
    draft = admin.ask("post", f"{at}/draft", {}).json()
    wordy = {"sections": [{"title": "", "questions": [{**SIZE, "help": "x" * 501}]}]}
    Edition.objects.filter(item=item, number=draft["number"]).update(form=wordy)
    assert len(admin.ask("get", f"{at}/draft").json()["form"]["sections"][0]["questions"][0]["help"]) == 501
    refused = admin.ask("patch", f"{at}/draft", {"form": wordy}, if_match="*")
    assert refused.json()["errors"][0]["pointer"] == "#/form/sections/0/questions/0/help"
    assert (
        admin.ask("patch", f"{at}/draft", {"note": "Shorter"}, if_match="*").json()["errors"][0]["pointer"] == "#/form"
    )
    shown = admin.ask("get", f"{at}/editions/1").json()["form"]
    assert admin.ask("patch", f"{at}/draft", {"form": shown}, if_match="*").json()["form"] == shown


def test_everybody_sees_what_they_may_order_and_only_the_desk_how_it_is_kept():
    offered = make.catalogue_item("Storage", about={"search_words": "zebra"})
    hidden = make.catalogue_item("Old screen")
    CatalogueItem.objects.filter(pk=hidden.pk).update(is_active=False)
    employee, agent, stranger = (make.program(one) for one in (make.employee(), make.bo(), make.stranger()))
    seen = {one["name"]: one["keeping"] for one in employee.ask("get", "catalogue/items").json()["items"]}
    assert ("Storage" in seen, "Old screen" in seen, set(seen.values())) == (True, False, {None})
    assert employee.ask("get", f"catalogue/items/{hidden.pk}").status_code == 404
    assert employee.ask("get", f"catalogue/items/{offered.pk}/editions").json()["permission"] == "catalogue.see"
    assert stranger.ask("get", "catalogue/items").json()["items"] == []
    kept = agent.ask("get", "catalogue/items?standing=retired").json()["items"]
    assert [one["keeping"]["is_active"] for one in kept] == [False]
    assert agent.ask("get", "catalogue/items?q=zebra&orderable=true").json()["items"][0]["name"] == "Storage"
    assert agent.ask("get", f"catalogue/items?shelf={offered.category_id + 1}").json()["items"] == []


def test_the_form_says_what_is_asked_next_and_what_is_left():
    item = make.catalogue_item(form=FORM, is_kept=True, most_each=2)
    program = make.program(make.asker())
    told = program.ask("get", f"catalogue/items/{item.pk}/form").json()
    assert (told["left"], told["needs_approval"], Decimal(told["price_once"])) == (2, False, 0)
    checked = program.ask("post", f"catalogue/items/{item.pk}/check", {"answers": {"size": 5}}).json()
    assert (checked["faults"], checked["asked"]) == ({"size": "At least 10."}, ["size"])
    checked = program.ask("post", f"catalogue/items/{item.pk}/check", {"answers": {"size": 200}}).json()
    assert (checked["clean"], checked["asked"]) == ({"size": 200}, ["size", "why"])
    assert list(checked["faults"]) == ["why"]


def test_a_file_is_given_first_and_belongs_to_the_request_afterwards():
    item = make.catalogue_item(form=make.form(make.question("picture", ask="file")))
    program = make.program(make.asker())
    answer = program.send("/api/v1/uploads", SimpleUploadedFile("trace.log", b"a line", "text/plain"))
    assert answer.status_code == 201, answer.content
    key = answer.json()["key"]
    another = make.program(make.employee()).ask("post", "requests", {"item": item.pk, "answers": {"picture": [key]}})
    assert another.json()["errors"][0]["pointer"] == "#/answers.picture"
    made = program.ask("post", "requests", {"item": item.pk, "answers": {"picture": [key]}}).json()
    kept = program.ask("get", f"tickets/{made['number']}/attachments").json()["items"]
    assert [one["name"] for one in kept] == ["trace.log"]
    assert Upload.objects.filter(key=key).exists()


def test_people_services_and_assets_to_choose_from_are_those_that_one_may_name():
    make.service(name="Web shop")
    employee, stranger = make.program(make.employee()), make.program(make.stranger())
    assert [one["name"] for one in employee.ask("get", "catalogue/choices?ask=service&q=web").json()["items"]] == [
        "Web shop"
    ]
    assert stranger.ask("get", "catalogue/choices?ask=service&q=web").json()["items"] == []


def test_an_item_comes_true_by_a_plan_of_fulfilment_alone():
    item, admin = make.catalogue_item(), make.program()
    runbook = make.run(on=make.ticket()).procedure_id
    answer = admin.ask("post", f"catalogue/items/{item.pk}/plan", {"procedure": runbook})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/procedure")
    assert admin.ask("post", f"catalogue/items/{item.pk}/plan", {"procedure": None}).json() == {
        "procedure": None,
        "missing": [],
    }
