"""What the bodies of the API are filled with, by the name of the field, besides records of the world."""

SAID = {
    "roles": ["agent"],
    "order": {"add_tags": ["storm"]},
    "address": "new@nordwind.example",
    "url": "http://127.0.0.1:9/hook",
    "scopes": ["*.see"],
    "post": "scribe",
    "level": 2,
    "portal": "employees",
    "permission": "incident.declare",
    "seen": None,
    "permissions": ["*.see"],
    "starts_on": "2190-01-01",
    "ends_on": "2190-01-02",
    "starts_at": "2190-01-01T00:00:00Z",
    "ends_at": "2190-01-02T00:00:00Z",
    "first_on": "2190-01-01",
}
"""What bodies say that is no record."""
