from importlib import import_module

from django.apps import apps

from testing import make
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import Role

ACTIONS = {"action.see", "action.run", "action.approve", "action.answer"}


def of(slug, area):
    allowed = queries.allowed(make.builtin_roles().get(slug=slug).permissions)
    return {name for name in allowed if name.partition(".")[0] == area}


def test_a_manager_has_all_of_corrective_actions_and_of_machines_actions_what_people_need():
    assert of("manager", "corrective") == {"corrective.see", "corrective.work", "corrective.manage"}
    assert of("manager", "action") == ACTIONS


def test_an_agent_asks_machines_to_act_but_approves_nothing():
    assert of("agent", "corrective") == {"corrective.see", "corrective.work", "corrective.manage"}
    assert of("agent", "action") == ACTIONS - {"action.approve"}


def test_the_mistaken_grant_is_taken_back_from_the_built_in_role_alone():
    manager, own = make.builtin_roles().get(slug="manager"), Role.objects.create(name="Own", slug="own")
    for role in (manager, own):
        role.permissions = [*role.permissions, "action.*"]
        role.save(update_fields=["permissions"])
    import_module("watchkeep.insight.reviews.migrations.0005_fill_rules").take_back(apps, None)
    own.refresh_from_db()
    assert (of("manager", "action"), "action.*" in own.permissions) == (ACTIONS, True)
