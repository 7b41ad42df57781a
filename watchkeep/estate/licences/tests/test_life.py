"""Titles come, are read, and are corrected."""

import pytest

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.estate.assets.life import Package
from watchkeep.estate.licences import jobs, life, queries
from watchkeep.estate.licences.models import Licence, Origin, Product, Reading, Rule
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def test_what_an_inventory_brings_is_read_by_the_bundled_rules_and_the_rest_waits_with_its_installations():
    one, two = make.item(), make.item()
    make.installed(one, Package(name="Mozilla Firefox (x64 en-US)", version="133.0.3"), "Quill Ledger 4.2")
    make.installed(two, Package(name="Quill Ledger 4.2"))
    run_later()
    sweep(jobs.read_due)
    firefox = Reading.objects.select_related("product").get(title__name__startswith="Mozilla")
    assert (firefox.product.name, firefox.product.licence, firefox.version) == ("Firefox", Licence.FREE, "133.0.3")
    waits = Reading.objects.unknown().get()
    assert (waits.title.name, waits.installations, waits.version) == ("Quill Ledger 4.2", 2, "4.2")


def test_a_correction_becomes_a_rule_by_which_its_like_are_read_now_and_later():
    item = make.item()
    make.reading("Quill Ledger 3", item)
    waits = make.reading("Quill Ledger 4.2 (x64)", item)
    rule = life.correct(waits, by=CLOCK, new_product="Ledger", edition="Pro")
    sweep(jobs.read_due)
    assert (rule.name, rule.origin) == ("quill ledger*", Origin.PERSON)
    assert {one.product.name for one in Reading.objects.filter(title__name__startswith="Quill")} == {"Ledger"}
    later = make.reading("QUILL LEDGER 5", make.item())
    assert (later.product.name, later.edition, later.version) == ("Ledger", "Pro", "5")
    assert told("software_product", rule.product_id) == ["software_product.added", "software_rule.added"]


def test_a_correction_goes_before_the_bundled_list_and_its_removal_lets_that_count_again():
    item = make.item()
    known = make.reading("WinRAR 6.24 (64-bit)", item)
    assert known.product.name == "WinRAR"
    rule = life.correct(known, by=CLOCK, product=make.product("Packer"))
    sweep(jobs.read_due)
    known.refresh_from_db()
    assert known.product.name == "Packer"
    life.remove_rule(rule, by=CLOCK)
    sweep(jobs.read_due)
    known.refresh_from_db()
    assert known.product.name == "WinRAR"
    with pytest.raises(Refused):
        life.remove_rule(Rule.objects.filter(origin=Origin.BUNDLED).first(), by=CLOCK)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "product"),
        ({"new_product": "Ledger", "pattern": "book*"}, "pattern"),
        ({"new_product": "L", "pattern": "*"}, "name"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(given, field):
    waits = make.reading("Quill Ledger 4.2", make.item())
    with pytest.raises(Refused) as no:
        life.correct(waits, by=CLOCK, **given)
    assert no.value.field == field


def test_what_nobody_needs_to_know_is_set_aside_and_taken_up_again():
    waits = make.reading("quill-driver", make.item())
    life.set_aside(waits, by=CLOCK, reason="A driver")
    assert not Reading.objects.unknown().exists()
    with pytest.raises(Refused):
        life.set_aside(waits, by=CLOCK, reason="Again")
    life.take_up(waits, by=CLOCK)
    assert Reading.objects.unknown().get() == waits


def test_counts_follow_what_is_installed():
    item = make.item()
    waits = make.reading("Quill Ledger 4.2", item)
    make.installed(item, "Another")
    jobs.count()
    waits.refresh_from_db()
    assert waits.installations == 0


def test_a_product_shows_its_versions_with_their_installations():
    one, two = make.item(), make.item()
    life.correct(make.reading("Quill Ledger 4.2", one), by=CLOCK, new_product="Ledger")
    make.reading("Quill Ledger 4.2", two)
    make.reading("Quill Ledger 3", two)
    jobs.count()
    sweep(jobs.read_due)
    product = Product.objects.get(name="Ledger")
    assert [(one.version, one.installations) for one in queries.versions_of(product)] == [("4.2", 1), ("3", 1)]


def test_a_publisher_has_each_name_once():
    make.product("Ledger", "Quill")
    with pytest.raises(Refused) as no:
        make.product("ledger", "QUILL")
    assert no.value.field == "name"


def test_an_agent_reads_and_does_not_correct():
    waits, agent = make.reading("Quill Ledger 4.2", make.item()), make.actor(make.ana())
    assert Reading.objects.visible_to(agent).unknown().exists()
    with pytest.raises(NotAllowed):
        life.correct(waits, by=agent, new_product="Ledger")
    assert not Reading.objects.visible_to(make.actor(make.stranger())).exists()
