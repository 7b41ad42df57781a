"""The register by the API: its rules, which things are one, files of items, and stock-takes."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testing import make
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.discovery import jobs
from watchkeep.estate.discovery.models import Trace
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.door
NICS = "00:1b:21:00:00:09"


@pytest.fixture
def mia(db):
    return make.program(make.manager())


def rows(answer):
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(text.decode())))


def test_a_class_is_added_described_and_said_to_be_missed(mia):
    made = mia.ask("post", "item-classes", {"slug": "blade", "name": "Blade", "below": "server"}).json()
    at = f"item-classes/{made['id']}"
    told = {"name": "slot", "kind": "choice", "choices": ["A", "B"], "required": True}
    assert mia.ask("post", f"{at}/describe", told).json()["attributes"][0]["choices"] == ["A", "B"]
    assert mia.ask("post", f"{at}/describe", told | {"choices": []}).status_code == 422
    assert mia.ask("post", f"{at}/describe", told | {"name": "State"}).status_code == 422
    assert make.program(make.admin()).ask("post", f"{at}/patience", {"days": 9}).json()["missing_after_days"] == 9
    assert mia.ask("post", f"{at}/patience", {"days": 99999}).status_code == 422
    assert mia.ask("post", f"{at}/drop", {"name": "slot"}).json()["attributes"] == []
    assert mia.ask("patch", at, {"name": "Blade server"}, if_match="*").json()["name"] == "Blade server"
    assert mia.ask("post", "item-classes", {"slug": "blade", "name": "Again"}).status_code == 422
    assert mia.ask("post", "item-classes", {"slug": "x", "name": "X", "below": "nothing"}).status_code == 422


def test_relations_are_allowed_and_whose_word_counts_is_said_and_asked(mia):
    rule = {"kind": "runs_on", "from_class": "server", "to_class": "laptop", "is_allowed": True}
    made = mia.ask("post", "relation-rules", rule).json()
    server, laptop = (ItemClass.objects.get(slug=one).line for one in ("server", "laptop"))
    assert queries.joins().may_join(server, "runs_on", laptop)
    assert mia.ask("delete", f"relation-rules/{made['id']}").status_code == 204
    assert not queries.joins().may_join(server, "runs_on", laptop)
    word = {"item_class": "laptop", "attribute": "serial", "order": ["agent", "import"], "fresh_days": 30}
    made = mia.ask("post", "authorities", word).json()
    (found,) = mia.ask("get", "authorities/deciding?item_class=server&attribute=serial").json()["items"]
    assert found["item_class"] is None
    (found,) = mia.ask("get", "authorities/deciding?item_class=laptop&attribute=serial").json()["items"]
    assert (found["id"], found["order"]) == (made["id"], ["agent", "import"])
    assert mia.ask("post", "authorities", word | {"order": ["nobody"]}).status_code == 422
    assert mia.ask("delete", f"authorities/{made['id']}").status_code == 204


def test_two_items_are_merged_split_and_what_was_said_is_taken_back():
    admin = make.program(make.admin())
    make.found(make.machine("a")), make.found(make.machine("b", NICS, serial="OTHER999"))
    one, other = Item.objects.order_by("pk")
    assert admin.ask("post", f"items/{other.pk}/merge", {"other_item": one.pk}).json()["id"] == one.pk
    traces = admin.ask("get", f"items/{one.pk}/traces").json()["items"]
    assert {trace["item"] for trace in traces} == {one.pk, other.pk}
    assert {"kind": "mac", "value": NICS} in traces[1]["marks"]
    (said,) = admin.ask("get", f"items/{one.pk}/verdicts").json()["items"]
    assert said["is_same"]
    assert admin.ask("post", f"traces/{traces[1]['id']}/split").status_code == 204
    assert Item.objects.filter(merged_into=None).count() == 2
    assert admin.ask("post", f"verdicts/{said['id']}/take-back").status_code == 204


def test_a_placeholder_is_named_and_removed_and_what_bears_it_is_judged_again():
    admin = make.program(make.admin())
    make.found(make.machine("a", serial="")), make.found(make.machine("b", serial=""))
    assert Item.objects.filter(merged_into=None).count() == 1
    mac = next(mark.value for mark in Trace.objects.first().identifiers.filter(kind="mac"))
    made = admin.ask("post", "placeholders", {"kind": "mac", "value": mac}).json()
    jobs.judge_bearers()
    assert Item.objects.filter(merged_into=None).count() == 2
    assert admin.ask("post", "placeholders", {"kind": "mac", "value": mac}).status_code == 422
    assert admin.ask("delete", f"placeholders/{made['id']}").status_code == 204
    jobs.judge_bearers()
    assert Item.objects.filter(merged_into=None).count() == 1


def test_a_file_is_handed_in_mapped_tried_out_taken_in_and_what_was_refused_comes_back(mia):
    text = b"Title,Class\nweb-07,server\nweb-08,spaceship\n"
    made = mia.send("/api/v1/item-imports", SimpleUploadedFile("a.csv", text, "text/csv")).json()
    at = f"item-imports/{made['id']}"
    assert (made["columns"], made["mapping"], made["lines"]) == (["Title", "Class"], {"Class": "cls"}, 2)
    mapped = mia.ask("patch", at, {"mapping": {"Title": "name", "Class": "cls", "No": "x"}}, if_match="*").json()
    assert mapped["mapping"] == {"Title": "name", "Class": "cls"}
    tried = mia.ask("post", f"{at}/try").json()
    assert (tried["added"], tried["refused"], tried["reasons"][0]["line"]) == (1, 1, 3)
    assert not Item.objects.filter(name="web-07").exists()
    done = mia.ask("post", f"{at}/take-in").json()
    assert (done["added"], done["refused"], done["done_at"] is None) == (1, 1, False)
    assert mia.ask("post", f"{at}/take-in").status_code == 409
    assert [line["Title"] for line in rows(mia.ask("get", f"{at}/refused"))] == ["web-08"]
    assert [one["id"] for one in mia.ask("get", "item-imports").json()["items"]] == [made["id"]]
    assert make.program(make.admin()).ask("get", at).status_code == 404
    assert mia.send("/api/v1/item-imports", SimpleUploadedFile("a.csv", b"\x00\xff", "text/csv")).status_code == 422


def test_items_and_relations_are_exported_as_they_are_asked_for(mia):
    host, vm = make.item("web-01", serial="SN1"), make.item("vm-01", cls="virtual_machine")
    life.relate(vm, host, by=CLOCK, kind="runs_on")
    (line,) = rows(mia.ask("get", "items/export.csv?item_class=hardware"))
    assert (line["number"], line["cls"], line["serial"]) == (host.number, "server", "SN1")
    (tie,) = rows(mia.ask("get", "items/relations.csv"))
    assert (tie["from_item"], tie["kind"], tie["to_item"]) == (vm.number, "runs_on", host.number)
    assert make.program(make.stranger()).ask("get", "items/export.csv").status_code == 403


def test_a_place_is_counted_and_what_was_not_found_is_missing(mia):
    place = make.item("Berlin", cls="location")
    here, gone = (make.item(name, location=place) for name in ("a", "b"))
    made = mia.ask("post", "stocktakes", {"name": "Autumn", "place": place.pk}).json()
    at = f"stocktakes/{made['id']}"
    assert mia.ask("post", f"{at}/count", {"code": here.number}).json()["outcome"] == "here"
    assert mia.ask("post", f"{at}/count", {"code": "what"}).json()["outcome"] == "unknown"
    wanted = {"expected": 1, "here": 1, "elsewhere": 0, "extra": 0, "unknown": 1}
    assert mia.ask("get", f"{at}/counts").json() == wanted
    (open_,) = mia.ask("get", f"{at}/checks?outcome=expected").json()["items"]
    assert open_["item"]["id"] == gone.pk
    assert mia.ask("post", f"{at}/finish", {"lose": True}).json()["lost"] == 1
    gone.refresh_from_db()
    assert gone.state == "missing"
    assert mia.ask("post", f"{at}/count", {"code": here.number}).status_code == 409
    assert mia.ask("post", "stocktakes", {"name": "Nothing", "place": None}).status_code == 422
