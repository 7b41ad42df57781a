"""A laptop's way through hands: given, answered in the portal, asked back, returned, destroyed; without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from testing import make
from watchkeep.estate.assets.models import Item
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db


def come(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def shown(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_a_laptop_is_given_answered_in_the_portal_asked_back_and_destroyed():
    eve, boss = make.employee(), come(make.manager())
    item = make.item("ThinkPad T14", cls="laptop", manufacturer="LENOVO", model="ThinkPad T14", serial="PF5")
    at = f"/items/{item.pk}/custody"
    assert "Nobody was asked about it yet." in shown(boss, at)
    given = boss.post(f"{at}/hand-over", {"person": eve.email}, follow=True).content.decode()
    assert f"{eve.name} was asked whether they have it" in given
    hers = come(eve)
    first = shown(hers, "/portal/")
    assert f"I have received ThinkPad T14, {item.number}, LENOVO, PF5." in first
    asked = first.partition("/portal/have/")[2].partition("/")[0]
    hers.post(f"/portal/have/{asked}/accept")
    assert "You are asked" not in shown(hers, "/portal/")
    boss.post(f"{at}/ask-back")
    assert f"{eve.name} was asked to give it back" in shown(boss, at)
    boss.post(f"{at}/back")
    assert "Nobody has it." in shown(boss, at)
    paper = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 shredded", "application/pdf")
    told = {"method": "Shredded", "who": "Scherer", "done_on": str(clock.now().date()), "file": paper}
    assert boss.post(f"{at}/destroy", told).status_code == 302
    assert "SHA-256" in shown(boss, at)
    assert b"".join(boss.get(f"{at}/certificate").streaming_content) == b"%PDF-1.7 shredded"
    assert Item.objects.get(pk=item.pk).state == "disposed"
    assert come(make.stranger()).get(at).status_code in {302, 403, 404}
