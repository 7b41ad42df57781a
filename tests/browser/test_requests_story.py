"""Two stories in a browser: Ines lets herself in again and nobody is asked; Karim gets storage once his manager agrees.

The directory is a real OpenLDAP with a password policy, the object storage a real moto server.
"""

import base64
import re
from base64 import b32decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from moto.server import ThreadedMotoServer
from playwright.sync_api import Page, expect

from testing import make
from testing.carrying import work
from testing.openldap import OPERATOR, PASSWORD, OpenLdap, openldap
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.requests.models import Holding, Request

pytestmark = pytest.mark.slow
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
KEYS = {"aws_access_key_id": "key-of-tests", "aws_secret_access_key": "secret"}
DARK_TELEPHONE = {"width": 360, "dark": True}


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[OpenLdap]:
    AllowedNetwork.objects.get_or_create(network="127.0.0.0/8", defaults={"reason": "Tests"})
    with openldap(tmp_path / "ldap") as server:
        make.connection(
            "ldap", name="Directory", url=server.url, starttls=False, base="dc=nordwind,dc=example", user=OPERATOR,
            password=PASSWORD,
        )  # fmt: skip
        yield server


@pytest.fixture
def cloud() -> Iterator[str]:
    AllowedNetwork.objects.get_or_create(network="127.0.0.0/8", defaults={"reason": "Tests"})
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}"
    make.connection("s3", name="Object storage", endpoint=url, access_key="key-of-tests", secret_key="secret")
    yield url
    server.stop()


@pytest.fixture
def fits(accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    """Axe finds nothing, and nothing sticks out of the telephone."""

    def check(page: Page) -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    return check


def the_article() -> None:
    """With the picture that shows what a locked account looks like, and the way to the button."""
    article = make.article("draft", title="Locked out of your account", summary="Unlock it yourself in a minute.")
    picture = make.picture(article, "locked.png", content=PIXEL, alt="The message of a locked account")
    way = "[Unlock my account](/portal/catalogue/unlock-account)"
    knowledge.edit(article, by=CLOCK, body=f"You see this:\n\n{picture.mark}\n\n{way}")
    knowledge.publish(article, by=CLOCK)


def an_app_of(person: Any) -> Callable[[], str]:
    """An authenticator app that she has set up."""
    secret, _address = people.add_totp(person, by=make.actor(person))
    app = TOTP(b32decode(secret), 6, SHA1(), 30)
    now = int(clock.now().timestamp())
    people.confirm_totp(person, by=make.actor(person), code=app.generate(now).decode(), address="192.0.2.7")
    return lambda: app.generate(int(clock.now().timestamp()) + 30).decode()


def test_ines_is_locked_out_and_lets_herself_in_again(
    visit: Callable[..., Page], fits: Callable[[Page], None], directory: OpenLdap, folder: Path, settings: Any
):
    settings.MEDIA_ROOT = folder / "uploads"
    directory.person("ines", password="right-password")
    for _try in range(3):
        directory.opens("ines", "wrong")
    assert not directory.opens("ines", "right-password")
    ines = make.person("Ines", roles=("employee",), email="ines@nordwind.example")
    code_of, _article = an_app_of(ines), the_article()
    page = visit("/portal/", as_=ines, **DARK_TELEPHONE)
    page.get_by_role("searchbox").press_sequentially("locked out")
    page.get_by_role("link", name="Locked out of your account").click()
    expect(page.get_by_role("img", name="The message of a locked account")).to_be_visible()
    page.get_by_role("link", name="Unlock my account").click()
    fits(page)
    page.get_by_role("link", name="Order", exact=True).last.click()
    fits(page)
    page.get_by_role("link", name="Show that it is you").click()
    fits(page)
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("That code does not fit")).to_be_visible()
    assert not Request.objects.exists()
    page.get_by_label("Code from the app").fill(code_of())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Order now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unlock my account")
    work()
    page.reload()
    expect(page.get_by_text("Your account ines is unlocked")).to_be_visible()
    fits(page)
    assert directory.opens("ines", "right-password")
    assert (Request.objects.get().proof, Ballot.objects.exists()) == ("code of an authenticator app", False)


def test_karim_gets_storage_once_his_manager_agrees_by_the_link_in_the_mail(
    visit: Callable[..., Page], fits: Callable[[Page], None], cloud: str
):
    karim, ana = make.asker("Karim", manager=make.ana()), make.ana()
    page = visit("/portal/catalogue", as_=karim)
    page.get_by_role("link", name="Cloud storage 500 GB").click()
    expect(page.get_by_text("a month")).to_be_visible()
    page.get_by_role("link", name="Order", exact=True).last.click()
    page.get_by_label("What is your project called?").fill("Atlas Nord")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("11.50")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Order now").click()
    expect(page.get_by_text("Waiting for approval").first).to_be_visible()
    work()
    link = Delivery.objects.filter(person=ana).latest("id").link
    telephone = visit(re.search(r"/approve/\S+", link)[0], as_=make.stranger(), **DARK_TELEPHONE)
    expect(telephone.locator("main")).to_contain_text("11.50")
    fits(telephone)
    telephone.get_by_role("button", name="Approve").click()
    expect(telephone.get_by_text("Approved by Ana")).to_be_visible()
    work()
    bucket = f"atlas-nord-{Request.objects.get().number.lower()}"
    page.reload()
    expect(page.get_by_text(f"{cloud}/{bucket}")).to_be_visible()
    fits(page)
    buckets = boto3.client("s3", endpoint_url=cloud, region_name="us-east-1", **KEYS).list_buckets()["Buckets"]
    assert bucket in {one["Name"] for one in buckets}
    assert Holding.objects.had().get(person=karim).item.slug == "cloud-storage"
