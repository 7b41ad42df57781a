"""The pages of classes and authorities: read by whoever sees items, changed by whoever governs the register."""

import re

import pytest

from testing import make
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Authority, Item, ItemClass, RelationRule
from watchkeep.estate.discovery.models import Patience
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.door
CLASSES = "/items/classes"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def mia(client):
    client.force_login(make.manager())
    return client


def test_a_class_shows_what_it_inherits_when_its_things_are_missing_and_what_they_may_hang_on(mia):
    page = mia.get(f"{CLASSES}/laptop")
    words = text(page)
    for told in (
        "Disk encrypted encrypted yes or no here", "Memory memory amount of data Computer", "an agent on the machine",
        "carries Cloud resource", "connects to Address",
    ):  # fmt: skip
        assert told in words
    Patience.objects.all().delete()
    assert "never" in text(mia.get(f"{CLASSES}/laptop"))
    assert mia.post(f"{CLASSES}/hardware/patience", {"days": "40"}).status_code == 302
    assert "after 40 days as Hardware says" in text(mia.get(f"{CLASSES}/laptop"))


def test_the_tree_costs_the_same_for_many_classes(mia, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        few = text(mia.get(CLASSES))
    for number in range(30):
        life.add_class(by=CLOCK, slug=f"blade{number}", name=f"Blade {number}", parent=make.item_class())
    with django_assert_max_num_queries(12):
        many = text(mia.get(CLASSES))
    assert "Blade 29" in many
    assert "Blade 29" not in few


def test_a_class_is_added_below_another_described_and_joined(mia):
    new = {"name": "Blade", "slug": "blade", "parent": "server", "icon": "server"}
    assert mia.post("/items/classes-add", new).headers["Location"] == f"{CLASSES}/blade"
    slot = {"name": "slot", "label": "Slot", "kind": "choice", "choices": "A\n\nB", "required": "on"}
    assert mia.post(f"{CLASSES}/blade/attributes", slot).status_code == 302
    blade = ItemClass.objects.get(slug="blade")
    wanted = {"name": "slot", "kind": "choice", "label": "Slot", "choices": ["A", "B"], "required": True}
    assert (blade.parent.slug, blade.attributes) == ("server", [wanted])
    assert mia.post(f"{CLASSES}/blade/attributes/slot", slot | {"choices": ""}).status_code == 422
    assert mia.get(f"{CLASSES}/blade/attributes/memory").status_code == 404
    rule = {"reading": "runs_on:there", "other": "hardware", "is_allowed": "yes"}
    assert mia.post(f"{CLASSES}/blade/relations", rule).status_code == 302
    assert queries.joins().may_join(["hardware"], "runs_on", blade.line)
    made = RelationRule.objects.get(to_cls=blade)
    assert f"relation-rules/{made.pk}/remove" in mia.get(f"{CLASSES}/blade").content.decode()
    assert mia.post(f"/items/relation-rules/{made.pk}/remove").status_code == 302
    assert mia.post(f"{CLASSES}/blade/edit", {"name": "Blade server", "icon": "server"}).status_code == 302
    assert mia.post(f"{CLASSES}/blade/attributes/slot/drop").status_code == 302
    blade.refresh_from_db()
    assert (blade.name, blade.attributes) == ("Blade server", [])


def test_what_has_to_be_said_is_asked_for_right_after_a_thing_was_added(mia):
    life.describe_attribute(make.item_class(), by=CLOCK, attribute={"name": "bay", "required": True})
    answer = mia.post("/items/new", {"name": "b-1", "cls": "server", "state": "in_use"})
    item = Item.objects.get(name="b-1")
    assert answer.headers["Location"] == f"/items/{item.pk}/edit"
    assert "Still to be said Bay" in text(mia.get(f"/items/{item.pk}"))
    assert mia.post(f"/items/{item.pk}/edit", {"name": "b-2", "cls": "server"}).status_code == 422


def test_a_rule_of_authority_is_read_in_plain_words_set_and_removed(mia):
    make.reporter("snmp", "network")
    asked = "/items/authorities?cls=laptop&attribute=serial"
    assert "Serial number of a Laptop: an agent on the machine before" in text(mia.get(asked))
    rule = {"cls": "laptop", "attribute": "serial", "order-1": "snmp", "order-2": "agent", "order-3": "import"}
    assert mia.post("/items/authorities/set", rule | {"fresh_days": "30"}).status_code == 302
    words = text(mia.get(asked))
    assert "Snmp before an agent on the machine before an import" in words
    assert "It is the rule of Laptop that decides" in words
    made = Authority.objects.get(attribute="serial")
    assert (made.order, made.fresh_days) == (["snmp", "agent", "import"], 30)
    assert 'value="snmp" selected' in mia.get(f"/items/authorities/set?rule={made.pk}").content.decode()
    assert mia.post("/items/authorities/set", {"cls": "laptop"}).status_code == 422
    assert mia.post(f"/items/authorities/{made.pk}/remove").status_code == 302
    assert "It is a rule for every class that decides" in text(mia.get(asked))


def test_an_agent_reads_the_rules_and_changes_none_and_a_stranger_sees_nothing(client):
    client.force_login(make.ana())
    rule, word = RelationRule.objects.first(), Authority.objects.first()
    assert "Allow or forbid" not in text(client.get(f"{CLASSES}/laptop"))
    asked = (
        "classes-add", "classes/laptop/edit", "classes/laptop/attributes", "classes/laptop/attributes/encrypted",
        "classes/laptop/attributes/encrypted/drop", "classes/laptop/relations", "classes/laptop/patience",
        f"relation-rules/{rule.pk}/remove", "authorities/set", f"authorities/{word.pk}/remove",
    )  # fmt: skip
    assert {(path, client.post(f"/items/{path}").status_code) for path in asked} == {(path, 403) for path in asked}
    client.force_login(make.stranger())
    paths = ("classes", "classes/laptop", "authorities")
    assert [client.get(f"/items/{path}").status_code for path in paths] == [403, 404, 403]
