"""Nodes: agents that keep a key of their own, and what is known of their machines until the next inventory."""

from __future__ import annotations

from typing import Any

from django.db import models

from watchkeep.estate.discovery.models.agents import Agent
from watchkeep.kernel import clock


class Node(models.Model):
    """An agent that was enrolled. Of its key a digest is kept, and of the gateway's key that let it in (``gate``).

    When that opens no more, nor does the node's. ``kept`` is what the agent last said, packed as its door packs it,
    since it says it in parts; ``heard`` names the parts, with the second in which each was told.
    """

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    gate = models.BinaryField(max_length=32)
    platform = models.CharField(max_length=20)
    kept = models.BinaryField(default=bytes)
    heard: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField(default=clock.now)

    class Meta:
        """The oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"node of {self.agent_id}"
