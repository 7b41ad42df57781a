import pytest

from testing import make
from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Copy
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed


@pytest.fixture
def copy():
    page = make.status_page()
    written = life.take_copy()
    life.settle_copy(written)
    return Copy.objects.select_related("page").get(page=page)


def due():
    with clock.travel(seconds=2):
        return life.take_copy()


def test_changes_of_one_moment_are_one_copy(copy):
    for name in ("Checkout", "Search", "Accounts"):
        make.component(copy.page, name)
    assert due().revision == copy.revision + 3
    assert due() is None


def test_a_change_while_a_copy_is_written_is_not_lost(copy):
    make.component(copy.page, "Checkout")
    taken = due()
    make.component(copy.page, "Search")
    life.settle_copy(taken)
    assert due() is not None


def test_a_process_that_dies_with_a_copy_leaves_it_due(copy):
    make.component(copy.page)
    assert due()
    with clock.travel(minutes=4):
        assert life.take_copy()


def test_a_failure_is_told_once_and_tried_again_later_and_later(copy):
    make.component(copy.page)
    for attempt in range(1, 4):
        copy.refresh_from_db()
        life.settle_copy(copy, error="no route")
        copy.refresh_from_db()
        assert (copy.attempts, copy.error) == (attempt, "no route")
    assert 15 < (copy.due_at - clock.now()).total_seconds() <= 20
    with clock.travel(minutes=5):
        assert copy.is_late
    life.settle_copy(copy)
    copy.refresh_from_db()
    assert (copy.attempts, copy.is_late, copy.wanted_at) == (0, False, None)
    with clock.travel(hours=4):
        assert life.take_copy(), "its days move on"


def test_a_bucket_keeps_its_credentials_encrypted(copy):
    bucket = life.add_bucket(copy.page, by=CLOCK, bucket="status", access_key="AKIA", secret_key="s3cr3t", prefix="/x/")
    kept = Copy.objects.extra(select={"raw": "secret_key"}).filter(pk=bucket.pk).values_list("raw", flat=True)[0]
    assert ("s3cr3t" in kept, Copy.objects.get(pk=bucket.pk).secret_key, bucket.prefix) == (False, "s3cr3t", "x")
    with pytest.raises(NotAllowed):
        life.remove_bucket(bucket, by=make.actor(make.ana()))
    life.remove_bucket(bucket, by=CLOCK)


def test_a_bucket_goes_when_it_is_empty_or_when_it_is_given_up(copy):
    for empties in (True, False):
        bucket = life.add_bucket(copy.page, by=CLOCK, bucket="status", access_key="AKIA", secret_key="s3cr3t")
        life.note_keys(bucket, {"index.html"})
        life.remove_bucket(bucket, by=CLOCK)
        bucket.refresh_from_db()
        assert bucket.is_leaving
        if empties:
            life.settle_copy(bucket)
        else:
            life.settle_copy(bucket, error="no route")
            life.remove_bucket(bucket, by=CLOCK)
        assert not Copy.objects.filter(pk=bucket.pk).exists()


def test_a_bucket_that_is_wanted_again_while_it_is_emptied_is_the_same(copy):
    wanted = {"by": CLOCK, "bucket": "status", "access_key": "AKIA", "secret_key": "s3cr3t"}
    bucket = life.add_bucket(copy.page, **wanted)
    life.note_keys(bucket, {"index.html"})
    life.remove_bucket(bucket, by=CLOCK)
    again = life.add_bucket(copy.page, **wanted)
    assert (again.pk, again.is_leaving, again.keys) == (bucket.pk, False, ["index.html"])
