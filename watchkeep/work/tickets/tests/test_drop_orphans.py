"""Files that no attachment knows."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from testing import make
from watchkeep.kernel import clock, files
from watchkeep.work.tickets import jobs
from watchkeep.work.tickets.models import Attachment


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def whole_round() -> None:
    """Every folder, a few days from now."""
    for number in range(files.FOLDERS):
        with clock.travel(days=3, seconds=number * files.SECONDS_A_FOLDER):
            jobs.drop_orphans()


def test_a_file_without_a_row_goes_and_one_with_a_row_stays():
    attachment = make.attachment(make.ticket())
    orphan = default_storage.save("attachments/0a/lost", ContentFile(b"lost"))
    whole_round()
    assert not default_storage.exists(orphan)
    assert default_storage.exists(Attachment.objects.get(pk=attachment.pk).file.name)


def test_a_young_one_may_still_find_its_row():
    orphan = default_storage.save("attachments/0a/new", ContentFile(b"new"))
    moment = clock.now()
    while int(moment.timestamp()) // files.SECONDS_A_FOLDER % files.FOLDERS != 0x0A:
        moment -= timedelta(seconds=files.SECONDS_A_FOLDER)
    with clock.frozen(moment):
        jobs.drop_orphans()
    assert default_storage.exists(orphan)
