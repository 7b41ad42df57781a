"""Reads, in chapters: who somebody is as an actor, where people come from, and the trail of it all."""

from watchkeep.estate.people.queries.access import (
    Access,
    access_of,
    actor_for,
    actor_for_token,
    allowed,
    forget_actor,
    has_second_factor,
    organisation_of,
    roles_with,
    with_permission,
)
from watchkeep.estate.people.queries.sources import (
    Difference,
    Meant,
    comes_from_elsewhere,
    differences,
    directory_of,
    door,
    doors,
    identities_of,
    meant,
    runs,
    scim_client,
)
from watchkeep.estate.people.queries.trail import AREAS, audit

__all__ = [
    "AREAS",
    "Access",
    "Difference",
    "Meant",
    "access_of",
    "actor_for",
    "actor_for_token",
    "allowed",
    "audit",
    "comes_from_elsewhere",
    "differences",
    "directory_of",
    "door",
    "doors",
    "forget_actor",
    "has_second_factor",
    "identities_of",
    "meant",
    "organisation_of",
    "roles_with",
    "runs",
    "scim_client",
    "with_permission",
]
