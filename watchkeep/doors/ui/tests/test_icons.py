"""The sprite holds every icon that a template asks for."""

import re
from pathlib import Path

import watchkeep

ASKED = re.compile(r'\b(?:icon|icon_name)="([a-z0-9-]+)"|{% icon "([a-z0-9-]+)"')
ROOT = Path(watchkeep.__file__).parent


def test_every_icon_that_a_template_names_is_drawn():
    sprite = (ROOT / "doors/ui/static/ui/icons.svg").read_text()
    drawn = {*re.findall(r'<symbol id="([a-z0-9-]+)"', sprite)}
    asked = {
        (name or other): page.name for page in ROOT.rglob("*.html") for name, other in ASKED.findall(page.read_text())
    }
    assert len(asked) > 50
    assert {name: page for name, page in asked.items() if name not in drawn} == {}
