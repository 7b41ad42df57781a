"""The API, fuzzed from its own OpenAPI document by schemathesis, against a real instance on a throw-away database.

The fuzzer lives in an environment of its own (`requirements-fuzz.lock`), made once and kept in the cache.
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
import pytest

from testing.running import ROOT, Lay, Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]

LOCK = ROOT / "requirements-fuzz.lock"
SECONDS = 60
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "negative_data_rejection", "unsupported_method", "allow_header_conformance"),
    "ignored_auth",
)
SAWS_ITS_OWN_BRANCH = ("revoke_token", "deactivate_person", "change_roles", "edit_role")
"""What would shut the fuzzer itself out; these have tests of their own."""
TOKEN = """
INSERT INTO people_apitoken (person_id, name, scopes, prefix, digest, created_at)
SELECT r.person_id, 'fuzzer', '{*}', 'wk_fuzz', %s, now()
  FROM people_person_roles r JOIN people_role o ON o.id = r.role_id WHERE o.slug = 'administrator' LIMIT 1
RETURNING id
"""


@pytest.fixture(scope="module")
def schemathesis() -> Path:
    """The fuzzer's program."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "watchkeep"
    home = cache / f"fuzz-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    program = home / "bin" / "schemathesis"
    if not program.exists():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, home], check=True, timeout=60)
        install = [uv, "pip", "install", "--quiet", "--python", home, "--require-hashes", "--no-deps"]
        subprocess.run([*install, "-r", LOCK], check=True, timeout=300)
    return program


@pytest.fixture(scope="module")
def instance(inhabited: Lay) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-fuzz-") as folder:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data"), WATCHKEEP_API_REQUESTS_A_MINUTE="1000000") as running:
            yield running


@pytest.fixture
def token(instance: Running) -> str:
    """An administrator's token."""
    plain = f"wk_{secrets.token_hex(20)}"
    with psycopg.connect(instance.facts["database_url"]) as line:
        assert line.execute(TOKEN, (hashlib.sha256(plain.encode()).digest(),)).fetchone()
    return plain


def test_whatever_is_sent_the_answer_is_the_documented_one(schemathesis: Path, instance: Running, token: str):
    said = subprocess.run(
        [
            *(schemathesis, "run", f"{instance.url}/api/v1/openapi.json", "--wait-for-schema", "60"),
            *("--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS)),
            *("--phases", "coverage,fuzzing", "--max-examples", "10", "--max-time", str(SECONDS), "--seed", "1"),
            *("--continue-on-failure", "--suppress-health-check", "all", "--request-timeout", "30", "--no-color"),
            *(part for name in SAWS_ITS_OWN_BRANCH for part in ("--exclude-operation-id", name)),
        ],
        cwd=instance.data,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS * 3,
    )
    found = said.stdout.partition(" WARNINGS ")[0]
    assert said.returncode == 0, found[-20_000:] + said.stderr[-2000:] + instance.logs
    assert still_comes_in(instance, token), "the fuzzer shut itself out, so it proved nothing"


def still_comes_in(instance: Running, token: str) -> bool:
    request = Request(f"{instance.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    with urlopen(request, timeout=30) as answer:
        return "incident.open" in json.load(answer)["permissions"]
