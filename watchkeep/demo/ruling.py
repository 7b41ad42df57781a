"""What Kestrel made of the rules of the register: tills, whose word counts for laptops, a serial that is none."""

from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.discovery import life as discovery
from watchkeep.kernel.actors import Actor

TILL = (
    {"name": "fiscal_number", "label": "Fiscal number", "required": True, "help": "On the plate, beside the drawer."},
    {"name": "lanes", "label": "Lanes", "kind": "number"},
    {"name": "drawer", "label": "Drawer", "kind": "choice", "choices": ["none", "single", "double"]},
)


def rule(by: Actor) -> None:
    """A class of their own below computers, what it may not hang on, an authority, a placeholder."""
    classes = {one.slug: one for one in ItemClass.objects.all()}
    till = life.add_class(by=by, slug="till", name="Till", parent=classes["computer"], icon="computer", attributes=TILL)
    life.set_relation_rule(by=by, kind="part_of", one=till, other=classes["rack"], is_allowed=False)
    life.set_authority(by=by, cls=classes["laptop"], attribute="serial", order=["agent", "network", "import"])
    discovery.add_placeholder(by=by, kind="serial", value="lenovo/NOT AVAILABLE")
    while discovery.judge_bearers():
        pass
