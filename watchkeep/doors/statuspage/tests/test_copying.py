from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from testing import make
from testing.harness import last_told, sweep
from watchkeep.doors.statuspage import copying
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Copy
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def site(settings, tmp_path):
    settings.DATA = tmp_path
    return make.status_page("Kestrel", slug="kestrel")


@pytest.fixture(scope="module")
def cloud():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


def write():
    with clock.travel(seconds=2):
        sweep(copying.write_due)


def test_the_folder_holds_the_page_and_everything_it_links_to(site):
    make.announcement(make.component(site, "Checkout"))
    write()
    folder = queries.folder_of(site)
    assert "Part of our services is down" in (folder / "index.html").read_text()
    for name in ("de/index.html", "en/feed.atom", "feed.rss", "style.css", "api/v2/incidents/unresolved.json"):
        assert (folder / name).stat().st_size > 50
    for page in folder.rglob("*.html"):
        for href in links_in(page):
            assert (page.parent / href).resolve().exists(), (page, href)


def links_in(page: Path) -> list[str]:
    links = [part.partition('"')[0] for part in page.read_text().split('href="')[1:]]
    return [link for link in links if ":" not in link]


def test_the_link_is_turned_at_once_and_old_versions_go(site):
    folder = queries.folder_of(site)
    for number in range(4):
        make.component(site, f"Part {number}")
        write()
    assert folder.is_symlink()
    assert "Part 3" in (folder / "index.html").read_text()
    assert len(list((folder.parent / ".versions").iterdir())) == 2


def test_a_page_that_becomes_private_leaves_the_public_folder(site, tmp_path):
    write()
    life.edit_page(site, by=CLOCK, organisation=make.organisation("Elsewhere", "customer"))
    write()
    assert not (tmp_path / "status/public/kestrel").exists()
    assert not list((tmp_path / "status/public/.versions").iterdir())
    assert (tmp_path / "status/private/kestrel/index.html").exists()
    life.edit_page(site, by=CLOCK, is_active=False)
    write()
    assert not (tmp_path / "status/private/kestrel").exists()


def test_a_bucket_gets_every_file_with_its_type(site, cloud, settings):
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]
    keys = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    s3 = boto3.client("s3", endpoint_url=cloud, **keys)
    s3.create_bucket(Bucket="status")
    make.announcement(make.component(site, "Checkout"))
    copy = life.add_bucket(
        site, by=CLOCK, endpoint=cloud, bucket="status", prefix="kestrel", access_key="AKIA", secret_key="secret"
    )
    write()
    copy.refresh_from_db()
    assert (copy.error, copy.wanted_at) == ("", None)
    page = s3.get_object(Bucket="status", Key="kestrel/index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert b"Part of our services is down" in page["Body"].read()
    assert s3.get_object(Bucket="status", Key="kestrel/api/v2/summary.json")["ContentType"].startswith(
        "application/json"
    )


@pytest.fixture
def bucket(cloud, settings):
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]
    keys = {"aws_access_key_id": "AKIA", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    bucket = boto3.resource("s3", endpoint_url=cloud, **keys).Bucket("shelf")
    bucket.create()
    bucket.put_object(Key="index.html", Body=b"of somebody else")
    yield bucket
    bucket.objects.delete()


def put(site, cloud):
    keys = {"access_key": "AKIA", "secret_key": "secret"}
    life.add_bucket(site, by=CLOCK, endpoint=cloud, bucket="shelf", prefix="kestrel", **keys)
    write()


def names(bucket):
    return {one.key for one in bucket.objects.all()}


def test_a_hidden_page_leaves_its_bucket_and_comes_back(site, cloud, bucket):
    put(site, cloud)
    assert len(names(bucket)) > 10
    life.edit_page(site, by=CLOCK, is_active=False)
    write()
    assert names(bucket) == {"index.html"}
    life.edit_page(site, by=CLOCK, is_active=True)
    write()
    assert "kestrel/index.html" in names(bucket)


def test_a_page_that_becomes_private_is_taken_out_of_its_bucket_as_soon_as_that_answers(
    site, cloud, bucket, monkeypatch
):
    put(site, cloud)
    with monkeypatch.context() as broken:
        broken.setattr(copying, "PUT_SECONDS", 0.0001)
        life.edit_page(site, by=CLOCK, organisation=make.organisation("Elsewhere", "customer"))
        write()
    left = Copy.objects.get(kind="s3")
    assert (left.is_leaving, left.attempts, "kestrel/index.html" in names(bucket)) == (True, 1, True)
    with clock.travel(minutes=1):
        sweep(copying.write_due)
    assert names(bucket) == {"index.html"}
    assert not Copy.objects.filter(kind="s3").exists()


def test_what_is_no_longer_shown_does_not_stay_in_the_bucket(site, cloud, bucket):
    part = make.component(site, "Checkout")
    put(site, cloud)
    assert f"kestrel/component-{part.pk}.html" in names(bucket)
    life.save_component(part, by=CLOCK, is_active=False)
    write()
    assert f"kestrel/component-{part.pk}.html" not in names(bucket)


def test_a_page_that_becomes_private_or_anothers_is_copied_to_no_bucket_until_somebody_adds_one(site):
    life.add_bucket(site, by=CLOCK, bucket="public", access_key="AKIA", secret_key="secret")
    life.edit_page(site, by=CLOCK, name="Kestrel's own")
    assert Copy.objects.filter(kind="s3").count() == 1
    life.edit_page(site, by=CLOCK, organisation=make.organisation("Elsewhere", "customer"))
    assert not Copy.objects.filter(kind="s3").exists()
    life.add_bucket(site, by=CLOCK, bucket="theirs", access_key="AKIA", secret_key="secret")
    life.edit_page(site, by=CLOCK, organisation=make.organisation("Another", "customer"))
    assert not Copy.objects.filter(kind="s3").exists()


def test_a_bucket_inside_our_own_network_is_refused_and_shown(site, cloud):
    copy = life.add_bucket(site, by=CLOCK, endpoint=cloud, bucket="status", access_key="AKIA", secret_key="secret")
    write()
    copy.refresh_from_db()
    assert ("private network" in copy.error, copy.attempts) == (True, 1)
    with clock.travel(minutes=3):
        assert copy.is_late


def test_a_bucket_that_repeats_its_key_does_not_give_it_away(site, monkeypatch):
    def refuse(_copy):
        raise copying.CannotStore("403 Forbidden <AWSAccessKeyId>AKIA7</AWSAccessKeyId>")

    copy = life.add_bucket(site, by=CLOCK, bucket="status", access_key="AKIA7", secret_key="secret")
    monkeypatch.setattr(copying, "_to_bucket", refuse)
    write()
    copy.refresh_from_db()
    assert (copy.error, last_told("status_page", site.pk).data["why"]) == (
        "403 Forbidden <AWSAccessKeyId>…</AWSAccessKeyId>", "403 Forbidden <AWSAccessKeyId>…</AWSAccessKeyId>"
    )  # fmt: skip


def test_a_bucket_that_is_not_there_is_tried_again(site, cloud, settings):
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]
    copy = life.add_bucket(site, by=CLOCK, endpoint=cloud, bucket="gone", access_key="AKIA", secret_key="secret")
    write()
    copy.refresh_from_db()
    assert ("404" in copy.error, copy.attempts, Copy.objects.due(clock.now()).count()) == (True, 1, 0)
