"""Files that are given before their request: kept for a day, an attachment with the request, and erased afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from testing import make
from watchkeep.kernel import clock, files
from watchkeep.work.requests import jobs, life
from watchkeep.work.requests.models import Upload
from watchkeep.work.tickets.models import Attachment


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name="trace.log") -> Upload:
    by = make.actor(make.asker())
    return life.upload(by=by, file=ContentFile(b"a line", name=name), name=name, declared="text/plain")


def kept(folder) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_whose_request_never_came_is_erased_after_a_day(tmp_path):
    upload()
    assert jobs.keep_catalogue() == 0
    with clock.frozen(clock.now() + timedelta(hours=23)):
        fresh = upload("later.log")
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert jobs.keep_catalogue() == 1
    assert list(Upload.objects.all()) == [fresh]
    assert len(kept(tmp_path)) == 1


def test_what_became_an_attachment_stays_when_the_upload_is_erased(tmp_path):
    item = make.catalogue_item(form=make.form(make.question("file", ask="file")))
    row = make.request(item=item, answers={"file": [upload().key]})
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert jobs.keep_catalogue() == 1
    (attachment,) = Attachment.objects.filter(ticket=row.pk)
    assert attachment.file.read() == b"a line"
    assert len(kept(tmp_path)) == 1


def test_the_sweep_goes_on_where_it_was_interrupted(tmp_path):
    one = upload()
    one.file.delete(save=False)  # the process died between the file and its row
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert jobs.keep_catalogue() == 1
    assert not Upload.objects.exists()
    assert kept(tmp_path) == []


def test_files_that_no_row_knows_are_swept_after_a_day_and_others_stay():
    kept = [upload(), make.item_picture(make.catalogue_item())]
    lost = [default_storage.save(f"{folder}/0a/lost", ContentFile(b"lost")) for folder in ("uploads", "catalogue")]
    for number in range(files.FOLDERS):
        with clock.travel(days=3, seconds=number * files.SECONDS_A_FOLDER):
            jobs.drop_orphans()
    assert [default_storage.exists(name) for name in lost] == [False, False]
    assert [default_storage.exists(row.file.name) for row in kept] == [True, True]
