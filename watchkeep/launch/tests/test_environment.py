import json
import sys

import pytest

from watchkeep.launch import environment
from watchkeep.launch.words import CannotGoOn


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone whose environment is made without a network: creating and installing are only noted."""
    done = []
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path, "VENV": venv, "PYTHON": venv / "bin/python", "STAMP": venv / "installed.json",
    }.items():  # fmt: skip
        monkeypatch.setattr(environment, name, value)

    def create():
        done.append("create")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin/python").touch()
        (venv / "lib/python3.11/site-packages").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(environment, "_create", create)
    monkeypatch.setattr(environment, "_install", lambda lock: done.append(f"install {lock}"))
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / lock).write_text("django==5.2\n")
    return tmp_path, done


def test_the_first_start_makes_the_environment_and_the_second_does_nothing(clone):
    _, done = clone
    environment.make("requirements.lock")
    assert done == ["create", "install requirements.lock"]
    environment.make("requirements.lock")
    assert done == ["create", "install requirements.lock"]


def test_a_changed_lock_file_is_installed(clone):
    root, done = clone
    environment.make("requirements.lock")
    (root / "requirements.lock").write_text("django==5.2.1\n")
    environment.make("requirements.lock")
    assert done[2:] == ["install requirements.lock"]


def test_the_tests_packages_come_on_top_without_forgetting_the_others(clone):
    _, done = clone
    environment.make("requirements.lock")
    environment.make("requirements-dev.lock")
    environment.make("requirements.lock")
    assert done == ["create", "install requirements.lock", "install requirements-dev.lock"]


def test_an_interrupted_install_begins_again_from_nothing(clone, monkeypatch):
    _, done = clone

    def interrupted(_lock):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(environment, "_install", interrupted)
        environment.make("requirements.lock")
    environment.make("requirements.lock")
    assert done == ["create", "create", "install requirements.lock"]


def test_an_environment_of_another_interpreter_or_another_place_is_made_anew(clone):
    root, done = clone
    environment.make("requirements.lock")
    stamp = root / ".venv/installed.json"
    for name, value in (("python", "3.10"), ("place", "/moved/away")):
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {name: value}))
        done.clear()
        environment.make("requirements.lock")
        assert done == ["create", "install requirements.lock"]


def test_without_the_venv_module_an_ordinary_user_reads_in_one_line_what_is_missing(monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(CannotGoOn) as refusal:
        environment._create()
    assert "apt-get install python3 python3-venv" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_install_that_fails_says_why_and_leaves_no_mark_of_success(tmp_path, monkeypatch):
    pip = tmp_path / "python"
    pip.write_text("#!/bin/sh\necho Collecting django\necho no network here >&2\nexit 1\n")
    pip.chmod(0o755)
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    monkeypatch.setattr(environment, "PYTHON", pip)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    with pytest.raises(CannotGoOn, match="no network here"):
        environment._install("requirements.lock")


def test_only_the_standard_library_is_needed_before_the_environment_exists():
    bare = [sys.executable, "-I", "-S", "-c", (
        f"import sys; sys.path.insert(0, {str(environment.ROOT)!r}); import watchkeep.launch.environment"
    )]  # fmt: skip
    assert environment.subprocess.run(bare, check=False).returncode == 0


def test_the_lock_files_pin_every_package_by_hash_and_name_no_index():
    for lock in (environment.RUNTIME, environment.TESTS, environment.INSTALLER):
        lines = (environment.ROOT / lock).read_text().splitlines()
        pins = [line for line in lines if line and not line.startswith(("#", " "))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)
        assert not [line for line in lines if "index-url" in line or "find-links" in line]


def test_pip_installs_where_uv_is_not_to_be_had(tmp_path, monkeypatch):
    told = tmp_path / "told"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {told}\ncase "$*" in *{environment.INSTALLER}*) exit 1;; esac\n')
    python.chmod(0o755)
    (tmp_path / environment.RUNTIME).write_text("django==5.2\n")
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    environment._install(environment.RUNTIME)
    asked = told.read_text().splitlines()
    assert [line.rpartition("/")[2] for line in asked] == [environment.INSTALLER, environment.RUNTIME]


def test_uv_looks_where_pip_is_told_to_look(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://wheels.example/simple")
    assert environment._index() == {"UV_DEFAULT_INDEX": "https://wheels.example/simple"}
