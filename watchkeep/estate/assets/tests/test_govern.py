"""The rules of the register: classes are added and edited, and it is said whose word counts."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Authority, Item, ItemClass
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def disputed():
    """An item that an agent calls Debian and the network Linux; the agent is believed."""
    host = make.item()
    for source, value in ((make.reporter(), "Debian"), (make.reporter("scan", "network"), "Linux")):
        life.report(host, by=CLOCK, source=source, values={"name": host.name, "os": value})
    assert host.values["os"] == "Debian"
    return host


def os_of(host):
    life.judge_due(clock.now())
    return Item.objects.get(pk=host.pk).values["os"]


def test_a_class_is_added_below_another_and_inherits_what_that_describes():
    mia, server = make.actor(make.manager()), make.item_class()
    blade = life.add_class(by=mia, slug="blade", name="Blade", parent=server, attributes=[{"name": "slot"}])
    assert blade.path == f"{server.path}.blade"
    assert {"memory", "slot"} <= queries.described(blade).keys()
    assert "slot" not in queries.described(server)
    assert told("item_class", blade.pk) == ["item_class.added"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"slug": "server"}, "slug"), ({"slug": "Not so"}, "slug"), ({"name": ""}, "name"),
        ({"attributes": [{"name": "state"}]}, "attributes"),
        ({"attributes": [{"name": "a", "kind": "?"}]}, "attributes"),
        ({"attributes": [{"name": "a", "kind": "choice"}]}, "attributes"), ({"attributes": ["a"]}, "attributes"),
        ({"attributes": [{"name": "a"}, {"name": "a"}]}, "attributes"),
    ],
)  # fmt: skip
def test_a_class_that_cannot_be_is_refused_by_field(asked, field):
    with pytest.raises(Refused) as no:
        life.add_class(by=make.actor(make.manager()), **{"slug": "blade", "name": "Blade"} | asked)
    assert no.value.field == field
    assert not ItemClass.objects.filter(slug="blade").exists()


def test_an_edited_class_keeps_its_place_and_its_items_their_values():
    mia, blade = make.actor(make.manager()), life.add_class(by=CLOCK, slug="blade", name="Blade")
    host = make.item(cls="blade", values={"slot": "4"})
    life.edit_class(blade, by=mia, name="Blade server", attributes=[{"name": "bay", "kind": "number"}])
    life.edit_class(blade, by=mia, name="Blade server")
    assert told("item_class", blade.pk) == ["item_class.added", "item_class.edited"]
    assert Item.objects.get(pk=host.pk).values == {"slot": "4"}
    with pytest.raises(Refused) as no:
        life.edit_class(blade, by=mia, path="elsewhere")
    assert no.value.field == "path"


def test_a_rule_of_authority_turns_what_stands_there_and_without_it_it_turns_back():
    mia, host = make.actor(make.manager()), disputed()
    rule = life.set_authority(by=mia, order=["scan", "agent", "scan"], cls=make.item_class(), attribute="os")
    assert rule.order == ["scan", "agent"]
    life.judge_again()
    assert os_of(host) == "Linux"
    again = life.set_authority(by=mia, order=["agent"], cls=make.item_class(), attribute="os", fresh_days=30)
    assert (again.pk, again.fresh_days) == (rule.pk, 30)
    life.set_authority(by=mia, order=["network"], cls=make.item_class(), attribute="os")
    life.remove_authority(Authority.objects.get(pk=rule.pk), by=mia)
    life.judge_again()
    assert os_of(host) == "Debian"
    with pytest.raises(Refused):
        life.remove_authority(rule, by=mia)


def test_only_what_several_speak_of_is_judged_again():
    quiet, host = make.item(), disputed()
    life.report(quiet, by=CLOCK, source=make.reporter(), values={"name": quiet.name, "os": "Debian"})
    life.judge_again()
    assert [*Item.objects.filter(judge_at__lte=clock.now()).values_list("pk", flat=True)] == [host.pk]


@pytest.mark.parametrize("order", [[], ["nobody"]])
def test_an_authority_names_sources_that_there_are(order):
    with pytest.raises(Refused) as no:
        life.set_authority(by=make.actor(make.manager()), order=order)
    assert no.value.field == "order"


def test_attributes_are_described_one_by_one_and_dropped_and_values_stay():
    mia, blade = make.actor(make.manager()), life.add_class(by=CLOCK, slug="blade", name="Blade")
    stale = ItemClass.objects.get(pk=blade.pk)
    life.describe_attribute(blade, by=mia, attribute={"name": "slot", "kind": "number", "unit": "U"})
    life.describe_attribute(stale, by=mia, attribute={"name": "bay", "kind": "choice", "choices": ["A", "B"]})
    host = make.item(cls="blade", values={"slot": 4})
    life.describe_attribute(blade, by=mia, attribute={"name": "slot", "label": "Slot number", "required": True})
    assert [*queries.described(blade)] == ["slot", "bay"]
    assert queries.described(blade)["slot"] == {
        "name": "slot", "kind": "text", "label": "Slot number", "required": True,
    }  # fmt: skip
    life.drop_attribute(blade, by=mia, name="bay")
    with pytest.raises(Refused):
        life.drop_attribute(blade, by=mia, name="bay")
    assert Item.objects.get(pk=host.pk).values == {"slot": 4}


def test_what_has_to_be_said_is_missed_and_not_taken_away_unless_a_source_says_it():
    mia = make.actor(make.manager())
    cls = life.add_class(by=CLOCK, slug="blade", name="Blade", attributes=[{"name": "slot", "required": True}])
    blade = life.add_item(by=mia, name="b-1", cls=cls)
    assert queries.missing_of(blade, queries.described(cls)) == ["Slot"]
    life.edit_item(blade, by=mia, values={"slot": "4"})
    assert queries.missing_of(blade, queries.described(cls)) == []
    with pytest.raises(Refused) as no:
        life.edit_item(blade, by=mia, values={"slot": None})
    assert (no.value.field, no.value.code) == ("slot", "missing")
    life.report(blade, by=CLOCK, source=make.reporter(), values={"name": "b-1", "slot": "5"})
    life.edit_item(Item.objects.get(pk=blade.pk), by=mia, values={"slot": None})
    assert Item.objects.get(pk=blade.pk).values == {"slot": "5"}


def test_a_relation_is_allowed_and_forbidden_between_classes_and_what_holds_stays():
    mia, server, machine = make.actor(make.manager()), make.item_class(), make.item_class("virtual_machine")
    host, vm = make.item(), make.item(cls="virtual_machine")
    with pytest.raises(Refused):
        life.relate(host, vm, by=mia, kind="runs_on")
    rule = life.set_relation_rule(by=mia, kind="runs_on", one=server, other=machine)
    held = life.relate(host, vm, by=mia, kind="runs_on")
    again = life.set_relation_rule(by=mia, kind="runs_on", one=server, other=machine, is_allowed=False)
    assert again.pk == rule.pk
    assert told("relation_rule", rule.pk) == ["relation_rule.set", "relation_rule.set"]
    life.set_relation_rule(by=mia, kind="runs_on", other=make.item_class("hardware"), is_allowed=False)
    with pytest.raises(Refused):
        life.relate(vm, host, by=mia, kind="runs_on")
    held.refresh_from_db()
    assert held.until is None
    life.remove_relation_rule(rule, by=mia)
    for act in (
        lambda: life.remove_relation_rule(rule, by=mia),
        lambda: life.set_relation_rule(by=mia, kind="depends_on"),
        lambda: life.set_relation_rule(by=mia, kind="hugs"),
    ):
        with pytest.raises(Refused):
            act()


def test_governing_takes_its_permission():
    ana, server = make.actor(make.ana()), make.item_class()
    joint = life.set_relation_rule(by=CLOCK, kind="runs_on", one=server)
    rule = life.set_authority(by=CLOCK, order=["agent"], cls=server, attribute="os")
    for act in (
        lambda: life.add_class(by=ana, slug="blade", name="Blade"),
        lambda: life.edit_class(server, by=ana, name="Mine"),
        lambda: life.set_authority(by=ana, order=["agent"]),
        lambda: life.remove_authority(rule, by=ana),
        lambda: life.describe_attribute(server, by=ana, attribute={"name": "slot"}),
        lambda: life.drop_attribute(server, by=ana, name="environment"),
        lambda: life.set_relation_rule(by=ana, kind="runs_on", one=server, is_allowed=False),
        lambda: life.remove_relation_rule(joint, by=ana),
    ):
        with pytest.raises(NotAllowed):
            act()
