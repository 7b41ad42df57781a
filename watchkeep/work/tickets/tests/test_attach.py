"""Attachments: what is taken, and how it is kept."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from testing import make
from testing.harness import told
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.tickets import life, rules
from watchkeep.work.tickets.models import Attachment

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"
ZIP = b"PK\x03\x04" + b"\x00" * 20


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attach(name, content, declared="", *, by=None, ticket=None, **more):
    return life.attach(
        ticket or make.ticket(), by=by or make.actor(make.ana()), file=ContentFile(content), name=name,
        declared=declared, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "declared", "kept"),
    [
        ("shot.png", PNG, "image/png", "image/png"),
        ("Shot.PNG", PNG, "application/octet-stream", "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0abc", "image/jpeg", "image/jpeg"),
        ("report.pdf", PDF, "application/pdf", "application/pdf"),
        ("app.log", "Grüße\tok\n".encode(), "text/plain; charset=utf-8", "text/plain"),
        ("old.log", b"latin \xe9\n", "", "text/plain"),
        ("data.csv", b"a,b\n1,2\n", "text/csv", "text/csv"),
        ("data.json", b'{"a": 1}', "application/json", "application/json"),
        ("logs.zip", ZIP, "application/x-zip-compressed", "application/zip"),
        ("logs.tgz", b"\x1f\x8b\x08\x00", "application/x-gzip", "application/gzip"),
        ("plan.docx", ZIP, "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pic.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp", "image/webp"),
    ],
)
def test_what_people_attach_to_tickets_is_taken(name, content, declared, kept):
    assert attach(name, content, declared).content_type == kept


@pytest.mark.parametrize(
    ("name", "content", "declared"),
    [
        ("page.html", b"<html>", "text/html"),
        ("pic.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
        ("run.exe", b"MZ\x90\x00", "application/octet-stream"),
        ("noname", b"abc", "text/plain"),
        ("shot.png", b"<html><script>alert(1)</script>", "image/png"),
        ("shot.png", PDF, "image/png"),
        ("shot.png", PNG, "text/html"),
        ("notes.txt", b"<!DOCTYPE html><script>", "text/plain"),
        ("notes.txt", b"  \n<script>alert(1)</script>", "text/plain"),
        ("notes.txt", b"MZ\x90\x00\x03", "text/plain"),
        ("notes.txt", b"hello", "text/html"),
        ("report.pdf", ZIP, "application/pdf"),
        ("empty.txt", b"", "text/plain"),
    ],
)
def test_what_lies_about_itself_or_could_run_is_refused(name, content, declared):
    ticket = make.ticket()
    with pytest.raises(Refused) as refused:
        attach(name, content, declared, ticket=ticket)
    assert refused.value.field == "file"
    assert not Attachment.objects.exists()
    assert told("ticket", ticket.pk, "incident", "ticket") == ["incident.opened"]


def test_a_file_has_a_largest_size(monkeypatch):
    with pytest.raises(Refused) as refused:
        rules.content_type("a.txt", "text/plain", b"abc", rules.MAX_BYTES + 1)
    assert refused.value.code == "too_large"


def test_it_is_kept_under_a_random_name_with_its_digest(tmp_path):
    kept = attach("../../etc/passwd.txt", b"root:x:0:0\n")
    assert kept.name == "passwd.txt"
    assert "passwd" not in kept.file.name
    assert (tmp_path / kept.file.name).read_bytes() == b"root:x:0:0\n"
    assert kept.sha256 == hashlib.sha256(b"root:x:0:0\n").hexdigest()


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a\\b\\c.txt", "c.txt"), ('x"\r\ny.txt', "x_y.txt"), ("..", "file"), ("", "file"), ("ü ö.pdf", "ü ö.pdf")],
)
def test_a_name_confuses_neither_a_header_nor_a_file_system(name, safe):
    assert rules.safe_name(name) == safe


def test_the_file_of_a_note_is_as_internal_as_the_note():
    ticket = make.ticket()
    note = make.comment(ticket, is_public=False)
    kept = attach("a.txt", b"secret", ticket=ticket, comment=note)
    assert not kept.is_public
    assert not Attachment.objects.visible_to(make.actor(make.employee())).exists()


def test_it_takes_the_permission():
    with pytest.raises(NotAllowed):
        attach("a.txt", b"abc", by=make.actor(make.auditor()))
    with pytest.raises(NotAllowed):
        attach("a.txt", b"abc", by=make.actor(make.employee()), is_public=False)


def test_no_file_stays_when_the_row_cannot_be_written(tmp_path, monkeypatch):
    def fail(self, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        attach("a.txt", b"abc")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
