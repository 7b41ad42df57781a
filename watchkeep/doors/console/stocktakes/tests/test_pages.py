"""The pages of stock-takes and labels, without scripts."""

import pytest
from django.test import Client

from testing import make
from watchkeep.estate.assets.models import Item, State
from watchkeep.estate.stocktaking.models import Stocktake

pytestmark = pytest.mark.django_db


def come(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_stock_take_from_its_beginning_to_its_end():
    room = make.item("Room 2", cls="location")
    for number in (1, 2):
        make.item(f"nb-{number}", cls="laptop", location=room, asset_tag=f"KO{number}")
    client = come(make.manager())
    client.post("/stocktakes/new", {"name": "Autumn", "place": f"Room 2 ({room.number})"})
    at = f"/stocktakes/{Stocktake.objects.get().number}"
    for code, said in (("KO1", "Found here"), ("999", "Unknown")):
        shown = client.post(at, {"code": code}, follow=True).content.decode()
        assert said in shown
    assert client.post(at, {"code": ""}).status_code == 422
    assert "1 not found" in client.get(f"{at}/finish").content.decode()
    client.post(f"{at}/finish", {"lose": "on"})
    assert Item.objects.get(name="nb-2").state == State.MISSING
    assert "nb-2" in client.get(at).content.decode()
    assert come(make.stranger()).get(at).status_code in {302, 403, 404}


def test_labels_are_those_of_one_item_or_of_a_list():
    one = make.item("nb-1", cls="laptop", asset_tag="KO1")
    make.item("db-1")
    client = come(make.ana())
    shown = client.get(f"/labels?item={one.pk}").content.decode()
    assert (shown.count('class="label"'), "<svg" in shown, "KO1" in shown, "style=" in shown) == (1, True, True, False)
    assert client.get("/labels?class=server&sheet=roll").content.decode().count('class="label"') == 1
    assert client.get("/labels?sheet=nonsense").content.decode().count('class="label"') == 2
