"""What a pipeline says of a deployment, in our own words, whichever provider said it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _


class Provider(models.TextChoices):
    """Whose language a pipeline speaks."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    ARGOCD = "argocd", "Argo CD"
    JENKINS = "jenkins", "Jenkins"
    KUBERNETES = "kubernetes", "Kubernetes"
    TERRAFORM = "terraform", "HCP Terraform"
    JSON = "json", _("Plain JSON")
    PAGERDUTY = "pagerduty", _("PagerDuty change events")


class Progress(models.TextChoices):
    """How far a deployment is."""

    STARTED = "started", _("Under way")
    SUCCEEDED = "succeeded", _("Succeeded")
    FAILED = "failed", _("Failed")
    ROLLED_BACK = "rolled_back", _("Rolled back")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said of one deployment.

    ``external_id`` is what its provider calls it; ``subject`` what is deployed there: a repository, an application, a
    job, a workspace. ``service`` is our own short name of the service, where the sender knows it. ``is_production``
    None: it is not said. ``mentions`` holds the lines in which the number of a change may stand. ``only_if_begun``: it
    counts for a deployment that is known to have begun, and for no other.
    """

    external_id: str
    subject: str
    progress: Progress
    service: str = ""
    environment: str = ""
    at: datetime | None = None
    began_at: datetime | None = None
    title: str = ""
    revision: str = ""
    commit: str = ""
    who: str = ""
    url: str = ""
    is_production: bool | None = None
    mentions: str = ""
    only_if_begun: bool = False
