"""The rules of the register and what they are about, by the names that addresses and bodies have for it."""

from typing import Any

from testing import make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.custody import life as custody
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery.models import Found, Verdict
from watchkeep.estate.stocktaking import life as stocktaking
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def ruled() -> dict[str, Any]:
    """A class with an attribute, rules, a file of items, a count, and two things that somebody merged."""
    number, admin = ItemClass.objects.count(), make.actor(make.admin())
    cls = assets.add_class(by=CLOCK, slug=f"blade{number}", name=f"Blade {number}", attributes=[{"name": "slot"}])
    names = [f"MERGED-{number}-{side}" for side in "ab"]
    found = discovery.identify_many([Found(key=one, name=one) for one in names], source=make.reporter(), by=CLOCK)
    items = Item.objects.filter(pk__in=[one.item for one in found if one]).order_by("pk")
    discovery.merge(*items, by=admin)
    file = assets.hand_in(by=admin, name="a.csv", raw=b"Name,Class\nweb-07,server\nx,spaceship\n", format="items")
    place = make.item(cls="location")
    return {
        "item_class_id": cls.pk,
        "relation_rule": assets.set_relation_rule(by=CLOCK, kind="runs_on", one=cls).pk,
        "authority": assets.set_authority(by=CLOCK, cls=cls, order=["agent"]).pk,
        "trusted": ["agent", "import"],
        "trace": found[0].trace if found[0] else 0,
        "verdict": Verdict.objects.latest("pk").pk,
        "merged": items[0].pk,
        "apart": make.doubt(f"APART-{number}").other_id,
        "placeholder": discovery.add_placeholder(kind="mac", value=f"00:00:00:00:00:{number % 100:02}", by=CLOCK).pk,
        "item_import": file.pk,
        "stocktake": stocktaking.begin(by=CLOCK, name="Autumn", place=place).pk,
        "counted_place": place.pk,
    }


def held() -> dict[str, Any]:
    """Something that Ada was given, and something that was shredded."""
    given = custody.hand_over(make.item(cls="laptop", state="in_stock"), by=CLOCK, person=make.admin())
    said = {"method": "Shredded", "who": "Scrap & Co", "certificate": "C-1"}
    gone = custody.destroy(make.item(cls="laptop"), by=CLOCK, done_on=clock.now().date(), **said)
    return {"handover": given.pk, "destruction": gone.pk, "how": "Wiped and sold"}


def related() -> dict[str, Any]:
    """An item, one that it may hang on, and a relation that holds."""
    item = make.item(cls="virtual_machine")
    made = assets.relate(item, make.item(), by=CLOCK, kind="depends_on")
    return {"item": item.pk, "other_item": make.item().pk, "relation": made.pk}
