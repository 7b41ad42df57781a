"""The rows of the machinery: facts, what reacted to them, the workers' sign of life."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from watchkeep.kernel.secrets import SecretField


class FactRow(models.Model):
    """One thing that happened. Append-only, partitioned by month on ``at``; never updated or deleted by code."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    stream = models.CharField(max_length=32)
    record = models.BigIntegerField()
    by = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "facts"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("stream", "record", "id"), name="facts_of_record"),
            models.Index(fields=("kind", "id"), name="facts_of_kind"),
            models.Index(fields=("by", "id"), name="facts_of_actor"),
            BrinIndex(fields=("at",), pages_per_range=16, name="facts_of_time"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.stream}:{self.record}"


class Done(models.Model):
    """The mark that a later reaction to a fact has been carried out, set in the reaction's transaction."""

    fact = models.BigIntegerField()
    reaction = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "facts_done"
        constraints = (models.UniqueConstraint(fields=("fact", "reaction"), name="done_once"),)
        indexes = (models.Index(fields=("at",), name="done_at"),)

    def __str__(self) -> str:
        return f"{self.reaction} of {self.fact}"


class Failure(models.Model):
    """Why a job failed when last tried; the queue itself keeps only that it did."""

    job = models.BigIntegerField(primary_key=True)
    reaction = models.CharField(max_length=160)
    fact = models.BigIntegerField()
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "job_failures"

    def __str__(self) -> str:
        return f"{self.reaction} of {self.fact}: {self.error}"


class Beat(models.Model):
    """A worker's sign of life, for the readiness check and the doctor. `ran` says when each sweep last came through."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    sweeps = ArrayField(models.CharField(max_length=120), default=list)
    ran = models.JSONField(default=dict)

    class Meta:
        db_table = "worker_beats"

    def __str__(self) -> str:
        return self.worker


class KeptAnswer(models.Model):
    """The answer to a request that carried an idempotency key, encrypted: it may hold a key shown once."""

    actor = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32)
    answer = SecretField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kept_answers"
        constraints = (models.UniqueConstraint(fields=("actor", "key"), name="kept_answer_once"),)

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
