"""A backup taken while people work, and what a restore brings back and refuses."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from testing.running import Lay, Running, command

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_backup_brings_everything_back_and_a_restore_loses_nothing_unasked(place: Path, inhabited: Lay):
    old, new, archive = place / "old", place / "new", place / "backup.tar"
    with Running(inhabited(old)) as instance:
        invited = instance.run("admin", "ana@example.com")
        assert "/password/" in invited.stdout, invited.stderr
        everybody = people(instance)
        (old / "uploads/deep").mkdir()
        (old / "uploads/deep/picture.png").write_bytes(b"\x89PNG")
        saved = instance.run("backup", str(archive))
        assert saved.returncode == 0, saved.stderr
        refused = instance.run("restore", str(archive), "--force")
        assert "Watchkeep runs here" in refused.stderr

    restored = command(new, "restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    assert (new / "uploads/deep/picture.png").read_bytes() == b"\x89PNG"
    assert json.loads((new / "keys.json").read_text()) == json.loads((old / "keys.json").read_text())
    with Running(new, "--no-demo") as again:
        assert people(again) == everybody
        again.run("admin", "later@example.com")

    assert "not empty" in command(new, "restore", str(archive)).stderr
    cut = place / "cut.tar"
    cut.write_bytes(archive.read_bytes()[:20000])
    refused = command(new, "restore", str(cut), "--force")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert command(new, "restore", str(archive), "--force").returncode == 0
    with Running(new, "--no-demo") as again:
        assert people(again) == everybody


def people(instance: Running) -> list[str]:
    with psycopg.connect(instance.facts["database_url"]) as connection:
        return [str(email) for (email,) in connection.execute("SELECT email FROM people_person ORDER BY id").fetchall()]


def test_the_doctor_finds_a_living_instance_well_and_says_what_a_dead_one_lacks(place: Path, inhabited: Lay):
    data = inhabited(place / "data")
    with Running(data) as instance:
        well = instance.run("doctor")
        assert well.returncode == 0, well.stdout + well.stderr
        assert "✗" not in well.stdout
        assert instance.url in well.stdout
        assert "2 alive" in well.stdout
    broken = command(data, "doctor", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert broken.returncode == 1
    assert "✗ Database" in broken.stdout
    assert "Traceback" not in broken.stderr


def test_a_fresh_place_is_no_illness(place: Path):
    looked_at = command(place / "none", "doctor")
    assert looked_at.returncode == 0
    assert "does not exist yet" in looked_at.stdout
    assert not os.path.lexists(place / "none")
