"""Each provider's bodies in our own words, and what odd ones are told."""

import json

import pytest

from watchkeep.doors.integrations.pipelines import kubernetes, reading
from watchkeep.doors.integrations.pipelines.tests import said
from watchkeep.doors.integrations.pipelines.words import Unreadable, instant
from watchkeep.work.changes.models import Progress, Provider
from watchkeep.work.changes.rules.folding import numbers_in

STARTED, SUCCEEDED, FAILED = Progress.STARTED, Progress.SUCCEEDED, Progress.FAILED


def read(provider, told, event=""):
    headers = dict.fromkeys(reading.KEPT_HEADERS, event)
    return reading.reports(provider, headers, reading.decoded(json.dumps(told).encode()))


@pytest.mark.parametrize(
    ("provider", "event", "told", "expected"),
    [
        (Provider.GITHUB, "deployment", said.github_deployment(), ("nordwind/shop", "production", STARTED, "09:00")),
        (
            Provider.GITHUB, "deployment_status", said.github_status(),
            ("nordwind/shop", "production", SUCCEEDED, "09:05"),
        ),
        (
            Provider.GITHUB, "deployment_status", said.github_status("error"),
            ("nordwind/shop", "production", FAILED, "09:05"),
        ),
        (Provider.GITHUB, "workflow_run", said.github_run(), ("nordwind/shop:deploy", "", SUCCEEDED, "09:04")),
        (
            Provider.GITHUB, "workflow_run", said.github_run(None, "in_progress"),
            ("nordwind/shop:deploy", "", STARTED, "09:00"),
        ),
        (Provider.GITLAB, "", said.gitlab_deployment(), ("nordwind/shop", "prod-eu", SUCCEEDED, "09:05")),
        (Provider.GITLAB, "", said.gitlab_deployment("canceled"), ("nordwind/shop", "prod-eu", FAILED, "09:05")),
        (Provider.GITLAB, "", said.gitlab_pipeline(), ("nordwind/shop:pipeline", "live", SUCCEEDED, "09:06")),
        (Provider.ARGOCD, "", said.argocd(), ("shop", "prod", SUCCEEDED, "09:02")),
        (Provider.ARGOCD, "", said.argocd(health="Degraded"), ("shop", "prod", FAILED, "09:02")),
        (Provider.ARGOCD, "", said.argocd("Running"), ("shop", "prod", STARTED, "09:00")),
        (Provider.JENKINS, "", said.jenkins("STARTED", "FAILURE"), ("shop-deploy", "production", STARTED, "09:00")),
        (Provider.JENKINS, "", said.jenkins(status="ABORTED"), ("shop-deploy", "production", FAILED, None)),
        (Provider.KUBERNETES, "", said.rollout(), ("production/shop", "production", SUCCEEDED, "09:03")),
        (Provider.KUBERNETES, "", said.rollout(observed=6), ("production/shop", "production", STARTED, None)),
        (
            Provider.KUBERNETES, "", said.rollout("ProgressDeadlineExceeded"),
            ("production/shop", "production", FAILED, "09:03"),
        ),
        (Provider.KUBERNETES, "", said.admission(), ("production/shop", "production", STARTED, None)),
        (
            Provider.TERRAFORM, "", said.terraform(),
            ("nordwind/network-production", "network-production", SUCCEEDED, "09:07"),
        ),
        (
            Provider.TERRAFORM, "", said.terraform("applying"),
            ("nordwind/network-production", "network-production", STARTED, "09:07"),
        ),
        (
            Provider.JSON, "",
            {"id": 1, "service": "shop", "state": "rolled-back", "at": said.AT, "environment": "live"},
            ("shop", "live", Progress.ROLLED_BACK, "09:00"),
        ),
    ],
)  # fmt: skip
def test_each_provider_is_read_in_our_own_words(provider, event, told, expected):
    (one,) = read(provider, told, event)
    at = f"{one.at:%H:%M}" if one.at else None
    assert (one.subject, one.environment, one.progress, at) == expected


def test_details_are_those_that_people_look_for():
    (github,), (gitlab,) = (
        read(Provider.GITHUB, said.github_run(), "workflow_run"),
        read(Provider.GITLAB, said.gitlab_deployment()),
    )
    assert (github.commit, github.who, numbers_in(github.mentions)) == (said.SHA, "bo", ["CHG-7"])
    assert (gitlab.commit, gitlab.who, numbers_in(gitlab.mentions)) == (said.SHA, "bo", ["CHG-7"])
    assert gitlab.is_production is True
    (apply,), (build,) = read(Provider.TERRAFORM, said.terraform()), read(Provider.JENKINS, said.jenkins())
    assert numbers_in(apply.mentions) == numbers_in(build.mentions) == ["CHG-7"]
    assert read(Provider.TERRAFORM, said.terraform("errored", "run:errored"))[0].only_if_begun
    assert kubernetes.answer(said.admission())["response"] == {"uid": "r1", "allowed": True}
    assert [one.external_id for one in read(Provider.KUBERNETES, said.admission())] == ["d1/8"]


@pytest.mark.parametrize(
    ("provider", "event", "told"),
    [
        (Provider.GITHUB, "ping", {"zen": "Keep it logically awesome."}),
        (Provider.GITHUB, "push", {"ref": "refs/heads/main"}),
        (Provider.GITHUB, "deployment_status", said.github_status("inactive")),
        (Provider.GITHUB, "workflow_run", said.github_run("skipped")),
        (Provider.GITLAB, "", {"object_kind": "push"}),
        (Provider.GITLAB, "", said.gitlab_pipeline("pending")),
        (Provider.JENKINS, "", said.jenkins("QUEUED")),
        (Provider.KUBERNETES, "", said.admission(was="registry.example/shop:14")),
        (Provider.TERRAFORM, "", said.terraform("planned_and_finished")),
        (Provider.TERRAFORM, "", said.terraform(None, "verification")),
    ],
)
def test_what_is_no_deployment_is_passed_over(provider, event, told):
    assert read(provider, told, event) == []


@pytest.mark.parametrize(
    ("provider", "event", "told", "why"),
    [
        (Provider.GITHUB, "deployment", {"action": "created", "deployment": 7}, "deployment.id"),
        (Provider.GITHUB, "deployment_status", {"deployment_status": []}, "deployment_status.state"),
        (Provider.GITLAB, "", {"object_kind": "deployment", "status": "success"}, "deployment_id"),
        (Provider.ARGOCD, "", {"text": "synced"}, "Send the application"),
        (Provider.JENKINS, "", {"name": "shop", "build": {"phase": "STARTED"}}, "build.number"),
        (Provider.KUBERNETES, "", {"kind": "Pod"}, "Send a Deployment"),
        (Provider.TERRAFORM, "", {"notifications": []}, "notifications"),
        (Provider.JSON, "", {"id": "1", "service": "shop", "state": "gone"}, "is one of"),
        (Provider.JSON, "", {"id": "1", "service": "shop", "state": "started", "at": "soon"}, "no instant"),
        (Provider.JSON, "", {"deployments": []}, "from 1 to 100"),
        (Provider.JSON, "", {"id": "1", "service": "shop", "state": "started", "production": "yes"}, "true or false"),
    ],
)
def test_odd_bodies_are_told_what_is_wrong(provider, event, told, why):
    with pytest.raises(Unreadable, match=why):
        read(provider, told, event)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"7", b"[" * 100_000])
def test_what_is_no_object_is_refused(body):
    with pytest.raises(Unreadable):
        reading.decoded(body)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-03-02 10:05:00 +0100", "09:05"), ("2026-03-02 09:05:00 UTC", "09:05"), ("2026-03-02T09:05:00", "09:05"),
        (1772442300, "09:05"), (1772442300000, "09:05"),
    ],
)  # fmt: skip
def test_instants_are_read_in_every_spelling(told, expected):
    assert instant(told).strftime("%H:%M") == expected


@pytest.mark.parametrize("told", ["", "soon", None, True, [], 1e300, "9999-99-99"])
def test_what_is_no_instant_is_none(told):
    assert instant(told) is None
