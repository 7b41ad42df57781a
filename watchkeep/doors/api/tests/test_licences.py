"""What the API says of licences that it must not say to everybody: keys, papers; and how one is warned."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.licences import life
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_a_key_is_kept_and_revealed_to_who_may_alone_and_each_time_on_record():
    one, admin = make.entitlement(make.product()), make.admin()
    program, at = make.program(admin), f"/api/v1/entitlements/{one.pk}/keys"
    made = program.ask("post", at, {"label": "Main", "secret": "AAAA-BBBB"})
    assert (made.status_code, made.json()["secret"]) == (201, "")
    listed = program.ask("get", at)
    assert "AAAA" not in made.content.decode() + listed.content.decode()
    key = listed.json()["items"][0]["id"]
    fewer = make.program(admin, scopes=("licence.see", "licence.manage"))
    assert fewer.ask("post", f"{at}/{key}/reveal").status_code == 403
    assert told("entitlement", one.pk).count("entitlement.key_shown") == 0
    shown = program.ask("post", f"{at}/{key}/reveal")
    assert (shown.json()["secret"], "private" in shown["Cache-Control"]) == ("AAAA-BBBB", True)
    assert told("entitlement", one.pk).count("entitlement.key_shown") == 1
    assert program.ask("delete", f"{at}/{key}").status_code == 204
    assert not one.keys.exists()


def test_a_key_of_another_purchase_is_not_there():
    one, other = make.entitlement(make.product()), make.entitlement(make.product("Paint"))
    key = life.add_key(one, by=CLOCK, label="Main", secret="AAAA-BBBB")
    program = make.program(make.admin())
    assert program.ask("post", f"/api/v1/entitlements/{other.pk}/keys/{key.pk}/reveal").status_code == 404
    assert make.program(make.stranger()).ask("get", f"/api/v1/entitlements/{one.pk}/keys").status_code == 404


def test_days_of_warnings_and_of_idle_seats_are_changed_by_the_api():
    of = make.product()
    one, program = make.entitlement(of), make.program(make.admin())
    said = program.ask("patch", f"/api/v1/entitlements/{one.pk}", {"warn_days": [14, 60]}, if_match="*")
    assert said.json()["warn_days"] == [60, 14]
    mia = make.manager()
    body = {"idle_days": 30, "owner": mia.pk}
    said = program.ask("patch", f"/api/v1/software-products/{of.pk}", body, if_match="*").json()
    assert (said["idle_days"], said["owner"]["name"]) == (30, mia.name)
    wrong = program.ask("patch", f"/api/v1/software-products/{of.pk}", {"idle_days": 0}, if_match="*")
    assert wrong.status_code == 422
