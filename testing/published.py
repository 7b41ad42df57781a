"""What is published of GitHub's webhooks as they really come: a package of npm, fetched for a test and kept nowhere."""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "@octokit/webhooks-examples@7.6.1"
SHA512 = "De6U3XB6O3DtCa7bKgCMzTHdeopqqZ6SNivMYJnK65ierKL1AnNIA0tkRYCRS7lwGT792d+Ps1WbfHlso6MynQ=="
INDEX = "package/api.github.com/index.json"
SECONDS = 60


def github_examples(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Each event's examples by its name. Without npm, or a registry that it reaches, the test is skipped."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing: it fetches the published examples")
    command = [npm, "pack", PACKAGE, "--silent", "--ignore-scripts"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"the published examples could not be fetched: {error}")
    (archive,) = folder.glob("*.tgz")
    assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == SHA512
    with tarfile.open(archive) as packed, packed.extractfile(INDEX) as index:  # type: ignore[union-attr]  # it is a file
        return {one["name"]: one["examples"] for one in json.load(index)}
