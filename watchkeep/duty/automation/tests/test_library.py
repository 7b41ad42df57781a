"""What comes with Watchkeep can be carried out as it stands."""

from importlib import import_module

import pytest

from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.automation.rules import steps
from watchkeep.kernel import matching
from watchkeep.kernel.markdown import to_html

NAMES = ("outages", "dangers")
LIBRARY = [
    one for name in NAMES for one in import_module(f"watchkeep.duty.automation.migrations._library.{name}").PROCEDURES
]


@pytest.mark.parametrize("one", LIBRARY, ids=lambda one: one["slug"])
def test_each_is_whole(one):
    plan = steps.decode(one["steps"])
    steps.check(plan)
    assert 10 <= len(plan) <= 20
    assert len(one["name"]) <= 120
    assert len(one["purpose"]) <= 300
    for matchers in one.get("matchers", []):
        assert matching.parse(matchers)


def test_commands_stand_as_commands_even_where_they_come_first():
    said = {one["slug"]: {step["key"]: step["instructions"] for step in one["steps"]} for one in LIBRARY}
    assert to_html(said["service-down"]["keep"]).startswith("<pre><code>journalctl")


def test_an_installation_begins_with_them():
    builtin = Procedure.objects.offered().filter(is_builtin=True).exclude(kind="fulfil").values_list("slug", flat=True)
    assert set(builtin) == {one["slug"] for one in LIBRARY}
