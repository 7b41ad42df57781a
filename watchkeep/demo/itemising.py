"""What two of Kestrel's applications consist of, as their pipelines say in bills of materials."""

from __future__ import annotations

import json
from typing import Any

from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import Actor

LOGGING = "org.apache.logging.log4j"
PAYMENTS = {
    "payments-service": ["spring-boot-starter-log4j2", "jackson-databind"],
    "spring-boot-starter-log4j2": ["log4j-core"], "log4j-core": ["log4j-api"],
}  # fmt: skip
STOCK = {"stock-sync": ["log4j-core", "okhttp"], "log4j-core": ["log4j-api"]}
VERSIONS = {
    "spring-boot-starter-log4j2": "3.3.5", "jackson-databind": "2.17.2", "log4j-core": "2.24.1", "log4j-api": "2.24.1",
    "okhttp": "4.12.0",
}  # fmt: skip


def itemise(by: Actor) -> None:
    """One application has its logging through a starter, one names it itself, in another version."""
    life.take_bill(_bill("payments-service", PAYMENTS, VERSIONS), by=by)
    life.take_bill(_bill("stock-sync", STOCK, VERSIONS | {"log4j-core": "2.17.0", "log4j-api": "2.17.0"}), by=by)


def _bill(name: str, brings: dict[str, list[str]], versions: dict[str, str]) -> bytes:
    listed = dict.fromkeys(other for others in brings.values() for other in others)
    told: dict[str, Any] = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": "5.2"}},
        "components": [_component(one, versions[one]) for one in listed],
        "dependencies": [{"ref": one, "dependsOn": others} for one, others in brings.items()],
    }  # fmt: skip
    return json.dumps(told).encode()


def _component(name: str, version: str) -> dict[str, str]:
    group = LOGGING if name.startswith("log4j") else "com.example.kestrel"
    purl = f"pkg:maven/{group}/{name}@{version}"
    return {"type": "library", "bom-ref": name, "group": group, "name": name, "version": version, "purl": purl}
