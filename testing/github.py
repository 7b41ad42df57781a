"""What GitHub posts when something goes live: its fields, about a repository of the demo organisation."""

from datetime import UTC, datetime
from typing import Any

SHA = "5d1b7f0c9a3e46d8b2c4a1907e6f35d8c0b9a412"


def deployment() -> dict[str, Any]:
    """A deployment as GitHub tells of it."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    bo = {"login": "bo", "id": 21031067, "type": "User", "site_admin": False}
    repository = {
        "id": 186853002, "name": "warehouse", "full_name": "kestrel/warehouse", "private": True,
        "html_url": "https://github.example/kestrel/warehouse", "default_branch": "main",
    }  # fmt: skip
    one = {
        "id": 145988746, "sha": SHA, "ref": "v7.3", "task": "deploy", "payload": {}, "environment": "production",
        "original_environment": "production", "production_environment": True, "transient_environment": False,
        "description": None, "creator": bo, "created_at": now, "updated_at": now,
    }  # fmt: skip
    return {"action": "created", "deployment": one, "workflow_run": None, "repository": repository, "sender": bo}


def status() -> dict[str, Any]:
    """How that deployment went."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "id": 209916254, "state": "success", "environment": "production", "description": "", "target_url": "",
        "log_url": "https://github.example/kestrel/warehouse/runs/1658821493", "created_at": now, "updated_at": now,
    }  # fmt: skip
