import io
import json
import tarfile

import pytest

from watchkeep.launch import archive
from watchkeep.launch.archive import Manifest
from watchkeep.launch.words import CannotGoOn


@pytest.fixture
def backup(tmp_path):
    (tmp_path / "dump").write_bytes(b"tables" * 1000)
    path = tmp_path / "backup.tar"
    with archive.writing(path, Manifest("0.1.0", "2026-11-23T00:00:00+00:00", "18.6")) as writer:
        writer.add(archive.DUMP, tmp_path / "dump")
        writer.add_text(archive.KEYS, "{}")
    return path


def opened(path):
    return tarfile.open(path)


def rewritten(path, change):
    """The same archive with its members passed through `change`."""
    with opened(path) as source:
        members = [(member, source.extractfile(member).read()) for member in source]
    with tarfile.open(path, "w") as target:
        for member, content in change(members):
            member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    return path


def test_what_was_put_in_comes_out(backup, tmp_path):
    with opened(backup) as tar:
        assert archive.read_manifest(tar).watchkeep == "0.1.0"
        archive.extract(tar, archive.DUMP, tmp_path / "out/dump")
    assert (tmp_path / "out/dump").read_bytes() == b"tables" * 1000
    assert (tmp_path / "out/dump").stat().st_mode & 0o777 == 0o600


def test_only_its_owner_may_read_it(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_it_never_overwrites(backup):
    with pytest.raises(CannotGoOn, match="exists already"), archive.writing(backup, Manifest("", "", "")):
        pass


def test_one_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(RuntimeError), archive.writing(tmp_path / "new.tar", Manifest("", "", "")):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    with pytest.raises(CannotGoOn, match="cannot be written"), archive.writing(tmp_path / "no/x", Manifest("", "", "")):
        pass


@pytest.mark.parametrize("length", [2000, 6144, 7000, 8000])
def test_one_that_was_cut_short_is_refused(backup, length):
    backup.write_bytes(backup.read_bytes()[:length])
    with opened(backup) as tar, pytest.raises(CannotGoOn, match="cut short"):
        archive.read_manifest(tar)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: [(m, c.replace(b"tables", b"fables")) for m, c in members], "damaged"),
        (lambda members: members[1:], "does not hold"),
        (lambda members: [(m, c) for m, c in members if m.name != archive.MANIFEST], "cut short"),
        (lambda members: [*members, (tarfile.TarInfo("uploads/more"), b"x")], "does not hold"),
        (lambda members: [(m, c.replace(b'"format": 1', b'"format": 9')) for m, c in members], "format 9"),
        (lambda members: [(m, b"[]" if m.name == archive.MANIFEST else c) for m, c in members], "cannot be read"),
    ],
)
def test_one_that_was_changed_is_refused(backup, change, words):
    with opened(rewritten(backup, change)) as tar, pytest.raises(CannotGoOn, match=words):
        archive.read_manifest(tar)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "uploads/../../x", "other"])
def test_one_that_reaches_outside_is_refused(tmp_path, name):
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as tar:
        manifest = json.dumps({"watchkeep": "0", "created": "", "postgresql": "", "files": {name: "0"}}).encode()
        for member, content in ((name, b""), (archive.MANIFEST, manifest)):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with opened(path) as tar, pytest.raises(CannotGoOn, match="no backup of ours"):
        archive.read_manifest(tar)


def test_release_numbers_are_compared_as_numbers():
    assert archive.version_tuple("0.10.0") > archive.version_tuple("0.9.9")
