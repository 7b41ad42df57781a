"""GitHub's published examples through the whole door: each is signed, kept, read, and amounts to what it says."""

import hashlib
import hmac
import json

import pytest
from django.test import Client

from testing import make
from testing.published import github_examples
from watchkeep.doors.integrations.pipelines import reading, taking
from watchkeep.work.changes.models import Change, Delivery, Deployment, Fate, Progress, Provider

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
READ = ("deployment", "deployment_status", "workflow_run", "release")
ENDED = {"success": Progress.SUCCEEDED, "in_progress": Progress.STARTED}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return github_examples(tmp_path_factory.mktemp("published"))


@pytest.fixture
def tell():
    """A pipeline of GitHub whose repositories are all the shop's, in production."""
    source, key = make.pipeline("GitHub", "github", service=make.shop(), production=["production"])

    def send(event, told, number):
        body = json.dumps(told).encode()
        signature = hmac.new(source.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "X-GitHub-Event": event, "X-GitHub-Delivery": str(number), "X-Hub-Signature-256": f"sha256={signature}"
        }  # fmt: skip
        answer = Client().post(f"/pipelines/{key}", body, content_type="application/json", headers=headers)
        assert answer.status_code == 202, (event, answer.content)

    return send


def test_every_published_event_is_read_or_of_no_concern(published, tell):
    sent = [(event, told) for event, several in published.items() for told in several]
    for number, (event, told) in enumerate(sent):
        tell(event, told, number)
    while taking.take_due():
        pass
    fates = dict(Delivery.objects.order_by("pk").values_list("mark", "fate"))
    assert [(sent[int(mark)][0], fate) for mark, fate in fates.items() if fate in {Fate.REFUSED, Fate.WAITING}] == []
    assert {sent[int(mark)][0] for mark, fate in fates.items() if fate == Fate.READ} == set(READ)
    assert len(sent) > 200
    assert (
        0 < Change.objects.count() == len({*Deployment.objects.exclude(change=None).values_list("change", flat=True)})
    )


def reports(published, event):
    headers = dict.fromkeys(reading.KEPT_HEADERS, event)
    for told in published[event]:
        yield told, reading.reports(Provider.GITHUB, headers, told)


def test_what_is_published_of_deployments_amounts_to_what_it_says(published):
    for event in ("deployment", "deployment_status"):
        for told, (one,) in reports(published, event):
            meant, state = told["deployment"], told.get("deployment_status", {}).get("state", "in_progress")
            assert one.external_id == f"deployment/{meant['id']}"
            assert (one.subject, one.commit) == (told["repository"]["full_name"], meant["sha"])
            assert (one.environment, one.progress) == (meant["environment"], ENDED[state])
            assert one.at is not None


def test_what_is_published_of_workflows_amounts_to_what_it_says(published):
    for told, found in reports(published, "workflow_run"):
        run = told["workflow_run"]
        if run["conclusion"] == "action_required":
            assert found == []
            continue
        (one,) = found
        assert one.external_id == f"run/{run['id']}/{run.get('run_attempt') or 1}"
        assert one.subject.startswith(f"{told['repository']['full_name']}:")
        assert (one.commit, one.revision) == (run["head_sha"], run["head_branch"])
        assert one.progress == ENDED[run["conclusion"] or "in_progress"]
