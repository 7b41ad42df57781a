"""The pages of the lists, without scripts."""

import pytest
from django.test import Client

from testing import make
from watchkeep.estate.reconciliation.models import Keeper, Kind

pytestmark = pytest.mark.django_db


def test_a_list_is_taken_on_assigned_and_let_go():
    ana, boss = make.ana(), make.manager()
    own, theirs = Client(), Client()
    own.force_login(ana)
    theirs.force_login(boss)
    assert "Tell me each morning" in own.get("/reconciliation/orphan").content.decode()
    shown = own.post("/reconciliation/orphan/keepers/mine", follow=True).content.decode()
    assert ("Tell me no more" in shown, ana.name in shown, "Assign" in shown) == (True, True, False)
    assert ana.name in theirs.get("/reconciliation").content.decode()
    bo = make.bo()
    assert own.post("/reconciliation/stray/keepers/new", {"person": bo.email}).status_code == 403
    assert theirs.post("/reconciliation/stray/keepers/new", {"person": bo.email}).status_code == 302
    assert Keeper.objects.get(kind=Kind.STRAY).person == bo
    assert theirs.post("/reconciliation/stray/keepers/new", {"person": make.stranger().email}).status_code == 422
    for one in Keeper.objects.all():
        theirs.post(f"/reconciliation/keepers/{one.pk}/remove")
    assert not Keeper.objects.exists()
    assert theirs.get("/reconciliation/nonsense/keepers/new").status_code == 404
