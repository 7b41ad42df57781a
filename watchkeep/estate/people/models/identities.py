"""Who somebody is elsewhere: their mark in a source, the groups it knows, and what those groups mean here."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models.persons import Person
from watchkeep.estate.people.models.roles import Role
from watchkeep.estate.people.models.sources import Source
from watchkeep.estate.people.models.teams import Team
from watchkeep.kernel import clock


class IdentityQuerySet(models.QuerySet["Identity"]):
    """Sets of identities."""

    def living(self) -> Self:
        """Those that the source has not taken back."""
        return self.filter(removed_at=None)


class Identity(models.Model):
    """Somebody as one source knows them, by a mark that never changes there (``subject``; SCIM may do without).

    ``is_off``: the source says that the account is closed. ``place``: a distinguished name. ``removed_at``: the source
    has deleted them, and asks of them as if they had never been.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="identities")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255, blank=True)
    user_name = models.CharField(max_length=255, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    email_type = models.CharField(max_length=40, blank=True)
    phone_type = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=600, blank=True)
    is_off = models.BooleanField(default=False)
    linked_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(IdentityQuerySet)()

    class Meta:
        """A mark is one person's, and a person has one mark in a source."""

        ordering = ["source__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject"], condition=~Q(subject=""), name="identity_subject_is_one"
            ),
            models.UniqueConstraint(fields=["source", "person"], name="identity_of_a_person_is_one"),
        ]
        indexes = [models.Index("source", Upper("user_name"), name="identity_user_name")]

    def __str__(self) -> str:
        return f"{self.subject} is {self.person_id}"


class Group(models.Model):
    """A group as one source knows it. What it means here is said by lines (``GroupLine``)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="groups")
    subject = models.CharField(max_length=255, blank=True)
    name = models.CharField(_("name"), max_length=255)
    members = models.ManyToManyField(Person, through="GroupMember", related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        """From A to Z; a name is one group's."""

        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("source", Upper("name"), name="group_name_is_one"),
            models.UniqueConstraint(
                fields=["source", "subject"], condition=~Q(subject=""), name="group_subject_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """One person in one group of a source."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Once is enough."""

        constraints = [models.UniqueConstraint(fields=["group", "person"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class GroupLine(models.Model):
    """What a group of a source means here: a role, or a place in a team."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="lines")
    group = models.CharField(_("group"), max_length=255)
    role = models.ForeignKey(
        Role, verbose_name=_("role"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        """A line means one thing, and says it once."""

        ordering = ["group", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__isnull=True) ^ Q(team__isnull=True), name="group_line_means_one"),
            models.UniqueConstraint(
                fields=["source", "group", "role", "team"], nulls_distinct=False, name="group_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} → {self.role or self.team}"
