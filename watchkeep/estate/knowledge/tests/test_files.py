import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from testing import make
from watchkeep.estate.knowledge import jobs, life, rules
from watchkeep.estate.knowledge.models import State
from watchkeep.kernel import clock, files
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"x" * 40
WEBM = b"\x1a\x45\xdf\xa3\x01\x00webm" + b"x" * 40


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.PNG", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        ("a.mp4", MP4, "video/mp4"),
        ("a.webm", WEBM, "video/webm"),
        ("a.vtt", b"\xef\xbb\xbfWEBVTT\n\n", "text/vtt"),
    ],
)
def test_a_file_is_what_name_and_first_bytes_say(name, head, kind):
    assert rules.content_type(name, head, 100)[1] == kind


@pytest.mark.parametrize(
    ("name", "head", "size", "code"),
    [
        ("page.html", b"<html>", 10, "type"),
        ("drawing.svg", b"<svg onload=alert(1)>", 10, "type"),
        ("a.png", b"<html>", 10, "type"),
        ("a.png", MP4, 10, "type"),
        ("a.webm", b"\x1a\x45\xdf\xa3 matroska", 10, "type"),
        ("a.vtt", b"<script>WEBVTT", 10, "type"),
        ("a.png", b"", 0, "empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n", 11 * 2**20, "too_large"),
        ("a.mp4", MP4, 101 * 2**20, "too_large"),
    ],
)
def test_anything_else_is_refused(name, head, size, code):
    with pytest.raises(Refused) as no:
        rules.content_type(name, head, size)
    assert (no.value.field, no.value.code) == ("file", code)


def test_names_lose_what_confuses():
    assert rules.safe_name('C:\\Users\\Jo\\my [shot] "1".png') == "my _shot_ _1_.png"


def test_only_videos_have_a_still_and_captions_of_their_own_article():
    article, other = make.article(State.DRAFT), make.article(State.DRAFT)
    video, still = make.picture(article, "a.mp4", content=MP4), make.picture(article)
    life.describe_media(video, by=CLOCK, alt="[How]", poster=still)
    assert (video.poster, video.alt) == (still, "(How)")
    for media, poster in ((still, still), (video, video), (video, make.picture(other))):
        with pytest.raises(Refused), transaction.atomic():
            life.describe_media(media, by=CLOCK, alt="", poster=poster)


def test_what_readers_see_is_not_taken_away():
    article = make.article(State.DRAFT)
    picture = make.picture(article)
    life.edit(article, by=CLOCK, body=f"Look: {picture.mark}")
    life.publish(article, by=CLOCK)
    with pytest.raises(Refused) as no, transaction.atomic():
        life.remove_media(picture, by=CLOCK)
    assert no.value.code == "in_use"


def test_it_takes_the_right_to_write():
    with pytest.raises(NotAllowed):
        make.picture(make.article(), by=make.actor(make.auditor()))


def test_a_file_that_no_article_knows_is_swept_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = make.picture(make.article(State.DRAFT))
    orphan = default_storage.save("articles/0a/lost", ContentFile(b"lost"))
    for number in range(files.FOLDERS):
        with clock.travel(days=3, seconds=number * files.SECONDS_A_FOLDER):
            jobs.drop_orphans()
    assert (default_storage.exists(orphan), default_storage.exists(kept.file.name)) == (False, True)
