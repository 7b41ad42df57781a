"""The pages of drift: found, looked at, and justified, linked or raised."""

import pytest

from testing import make
from testing.turning import come, page
from watchkeep.estate.assets.models import ItemClass
from watchkeep.work.changes.models import Change, Drift, Watch


@pytest.fixture
def ana():
    make.manager()
    return come(make.ana())


def test_drift_is_settled_on_its_pages(ana):
    change = make.change()
    several = [make.drift(f"db-{number}") for number in range(3)]
    for one, words in zip(several, ("db-0", "db-1", "db-2"), strict=True):
        assert words in page(ana, "/changes/drift")
        assert "6.1.0-28-amd64" in page(ana, f"/changes/drift/{one.pk}")
    at = [f"/changes/drift/{one.pk}" for one in several]
    assert ana.post(f"{at[0]}/justify", {"reason": ""}).status_code == 422
    assert ana.post(f"{at[0]}/justify", {"reason": "Rescue system"}).status_code == 302
    assert ana.post(f"{at[1]}/link", {"number": "CHG-99999"}).status_code == 422
    near = make.change(items=[several[1].item], title="Patch the shop")
    offered = ana.get(f"{at[1]}/link?offers-for=number&q=").json()["items"]
    assert offered[0]["text"] == f"{near.number} Patch the shop"
    assert [one["text"] for one in ana.get(f"{at[1]}/link?offers-for=number&q=patch").json()["items"]] == [
        offered[0]["text"]
    ]
    assert ana.post(f"{at[1]}/link", {"number": change.number.lower()}).status_code == 302
    assert ana.post(f"{at[2]}/raise", {"reason": "A hole had to be closed"}).status_code == 302
    assert sorted(Drift.objects.values_list("standing", flat=True)) == ["justified", "linked", "raised"]
    assert Change.objects.filter(kind="emergency").exists()
    assert "No drift here" in page(ana, "/changes/drift")
    assert "Rescue system" in page(ana, at[0])


def test_what_is_watched_is_data(ana):
    boss = come(make.manager())
    cls = ItemClass.objects.get(slug="laptop")
    said = {"cls": cls.pk, "attributes": "kernel, software", "software": "linux-*", "grace_minutes": "60"}
    assert ana.get("/changes/drift/watched/new").status_code == 403
    assert boss.post("/changes/drift/watched/new", said | {"is_active": "on"}).status_code == 302
    row = Watch.objects.get(cls=cls)
    assert (row.attributes, row.software, row.grace_minutes) == (["kernel", "software"], ["linux-*"], 60)
    assert boss.post(f"/changes/drift/watched/{row.pk}", said | {"attributes": " , "}).status_code == 422
    assert "linux-*" in page(ana, "/changes/drift/watched")
    assert boss.post(f"/changes/drift/watched/{row.pk}/remove").status_code == 302
    assert not Watch.objects.filter(cls=cls).exists()
