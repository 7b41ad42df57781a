"""Pages on software."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import sweep
from testing.turning import come, page
from watchkeep.estate.licences import jobs
from watchkeep.estate.licences.models import Product, Reading, Rule, SignInLog

pytestmark = pytest.mark.django_db


def test_a_title_that_nobody_knows_becomes_a_product_with_its_like():
    item, client = make.item(), come(make.manager())
    make.reading("Quill Ledger 3", item)
    waits = make.reading("Quill Ledger 4.2 (x64)", make.item())
    assert "Quill Ledger 4.2" in page(client, "/software/unknown")
    assert 'value="quill ledger*"' in page(client, f"/software/titles/{waits.pk}/correct")
    said = {"new_product": "Ledger", "pattern": "quill ledger*", "edition": "Pro"}
    assert client.post(f"/software/titles/{waits.pk}/correct", said).status_code == 302
    sweep(jobs.read_due)
    product = Product.objects.get(name="Ledger")
    shown = page(client, f"/software/products/{product.pk}")
    assert shown.count("Quill Ledger") == 2
    assert "Pro" in shown
    assert "Ledger" in page(client, "/software")
    assert not Reading.objects.unknown().exists()


def test_a_wrong_pattern_is_shown_on_its_field():
    waits = make.reading("Quill Ledger 4.2", make.item())
    answer = come(make.manager()).post(
        f"/software/titles/{waits.pk}/correct", {"new_product": "Ledger", "pattern": "book*"}
    )
    assert answer.status_code == 422
    assert "does not fit the title" in answer.content.decode()


def test_products_and_rules_are_kept_by_hand_too():
    client = come(make.manager())
    client.post("/software/products/new", {"name": "Ledger", "publisher": "Quill", "licence": "paid"})
    product = Product.objects.get(name="Ledger")
    client.post(f"/software/products/{product.pk}/rules/new", {"name": "Quill Ledger*"})
    rule = Rule.objects.get(product=product)
    assert "quill ledger*" in page(client, "/software/rules?origin=person")
    client.post(f"/software/rules/{rule.pk}/remove")
    assert not product.rules.exists()
    assert "Ledger" in page(client, "/software?all=1&q=ledger&licence=paid")


def test_what_is_set_aside_can_be_taken_up():
    waits, client = make.reading("Quill Driver", make.item()), come(make.manager())
    client.post(f"/software/titles/{waits.pk}/set-aside", {"reason": "A driver"})
    assert "A driver" in page(client, "/software/set-aside")
    client.post(f"/software/titles/{waits.pk}/take-up")
    assert "Quill Driver" in page(client, "/software/unknown")


def test_an_agent_reads_only():
    waits, client = make.reading("Quill Driver", make.item()), come(make.ana())
    assert f"/software/titles/{waits.pk}/correct" not in page(client, "/software/unknown")
    assert client.post(f"/software/titles/{waits.pk}/correct", {}).status_code == 403


def test_lists_ask_as_many_questions_however_long_they_are():
    client = come(make.manager())

    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, path)
        return len(asked)

    paths = ("/software", "/software?all=1", "/software/unknown", "/software/rules")
    make.reading("Quill 1", make.item())
    make.reading("WinRAR 6", make.item())
    few = {path: questions(path) for path in paths}
    few = {path: questions(path) for path in paths}
    for number in range(4):
        make.reading(f"Quill Ledger {number}", make.item())
    make.reading("Mozilla Firefox", make.item())
    assert {path: questions(path) for path in paths} == few


def test_an_application_that_nobody_knows_becomes_a_product_and_a_provider_gets_a_key_once():
    client = come(make.manager())
    made = client.post("/software/sign-in-logs/new", {"name": "Entra", "provider": "entra"}).content.decode()
    assert "/sign-ins/wks_" in made
    assert "/sign-ins/wks_" not in page(client, "/software/sign-in-logs")
    log = SignInLog.objects.get()
    assert f"{log.prefix}…" in page(client, "/software/sign-in-logs")
    client.post(f"/software/sign-in-logs/{log.pk}/key")
    log.refresh_from_db()
    assert log.prefix not in made
    client.post(f"/software/sign-in-logs/{log.pk}/switch")
    assert "Paused" in page(client, "/software/sign-in-logs")
    waits, ours = make.application("Quill Board SSO"), make.application("Intranet")
    assert "Quill Board SSO" in page(client, "/software/applications")
    at = f"/software/applications/{waits.pk}"
    assert 'value="quill board sso"' in page(client, f"{at}/correct")
    assert client.post(f"{at}/correct", {"new_product": "Board", "pattern": "quill board*"}).status_code == 302
    client.post(f"/software/applications/{ours.pk}/set-aside", {"reason": "Our own"})
    sweep(jobs.read_applications)
    assert "Board" in page(client, "/software/applications?state=known&q=board")
    assert "Our own" in page(client, "/software/applications?state=aside")
    assert client.post(f"/software/applications/{ours.pk}/take-up").status_code == 302
    assert "Intranet" in page(client, "/software/applications?state=llama")
    stranger = come(make.stranger())
    for path in ("/software/applications", "/software/sign-in-logs", f"{at}/correct"):
        assert stranger.get(path).status_code in {200, 302, 403, 404}
        assert "Quill" not in stranger.get(path).content.decode()
