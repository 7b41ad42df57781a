"""What providers send, by the fields that their documentation names; the texts are our own."""

REPOSITORY = {"full_name": "nordwind/shop", "html_url": "https://github.example/nordwind/shop"}
SHA = "f95f852bd8fca8fcc58a9a2d6c842781e32a215e"
AT = "2026-03-02T09:00:00Z"


def github_deployment(number=145988746, environment="production", **more):
    one = {
        "id": number, "sha": SHA, "ref": "main", "task": "deploy", "environment": environment, "description": None,
        "created_at": AT, "updated_at": AT, "creator": {"login": "bo"},
    }  # fmt: skip
    return {"action": "created", "deployment": one | more, "repository": REPOSITORY, "sender": {"login": "bo"}}


def github_status(state="success", at="2026-03-02T09:05:00Z", **more):
    status = {"id": 209916254, "state": state, "environment": "production", "created_at": at, "updated_at": at}
    return github_deployment(**more) | {"deployment_status": status}


def github_run(conclusion="success", status="completed"):
    run = {
        "id": 30433642, "name": "deploy", "run_attempt": 1, "head_branch": "main", "head_sha": SHA, "status": status,
        "conclusion": conclusion, "run_started_at": AT, "updated_at": "2026-03-02T09:04:00Z",
        "display_title": "CHG-7: pay by invoice", "actor": {"login": "bo"}, "pull_requests": [],
        "html_url": "https://github.example/nordwind/shop/actions/runs/30433642",
    }  # fmt: skip
    return {"action": "completed", "workflow_run": run, "workflow": {"name": "deploy"}, "repository": REPOSITORY}


def gitlab_deployment(status="success", tier="production"):
    return {
        "object_kind": "deployment", "status": status, "status_changed_at": "2026-03-02 10:05:00 +0100",
        "deployment_id": 15, "deployable_id": 796, "environment": "prod-eu", "environment_tier": tier, "ref": "main",
        "deployable_url": "https://gitlab.example/nordwind/shop/-/jobs/796", "short_sha": SHA[:8],
        "project": {"id": 30, "path_with_namespace": "nordwind/shop"}, "user": {"name": "Bo", "username": "bo"},
        "commit_url": f"https://gitlab.example/nordwind/shop/-/commit/{SHA}", "commit_title": "Pay by invoice (chg-7)",
    }  # fmt: skip


def gitlab_pipeline(status="success"):
    return {
        "object_kind": "pipeline",
        "object_attributes": {
            "id": 31, "ref": "main", "sha": SHA, "status": status, "created_at": "2026-03-02 09:00:00 UTC",
            "finished_at": "2026-03-02 09:06:00 UTC", "url": "https://gitlab.example/nordwind/shop/-/pipelines/31",
        },
        "user": {"username": "bo"}, "project": {"path_with_namespace": "nordwind/shop"},
        "commit": {"title": "Pay by invoice", "message": "Pay by invoice\n"},
        "builds": [
            {"name": "test", "environment": None},
            {"name": "roll out", "environment": {"name": "live", "action": "start", "deployment_tier": "production"}},
        ],
    }  # fmt: skip


def argocd(phase="Succeeded", health="Healthy"):
    operation = {
        "phase": phase, "startedAt": AT, "finishedAt": "2026-03-02T09:02:00Z", "message": "synced",
        "operation": {"sync": {"revision": SHA}, "initiatedBy": {"username": "bo"}}, "syncResult": {"revision": SHA},
    }  # fmt: skip
    app = {
        "kind": "Application", "metadata": {"name": "shop", "uid": "a1", "labels": {"environment": "prod"}},
        "spec": {"destination": {"namespace": "shop"}, "source": {"targetRevision": "release/CHG-7"}},
        "status": {"operationState": operation, "health": {"status": health}, "sync": {"revision": SHA}},
    }  # fmt: skip
    return {"app": app, "url": "https://argocd.example/applications/shop"}


def jenkins(phase="FINALIZED", status="SUCCESS"):
    build = {
        "full_url": "https://jenkins.example/job/shop-deploy/18/", "number": 18, "phase": phase, "status": status,
        "timestamp": 1772442000000, "scm": {"branch": "origin/main", "commit": SHA, "culprits": ["bo"]},
        "parameters": {"ENVIRONMENT": "production", "CHANGE": "CHG-7"},
    }  # fmt: skip
    return {"name": "shop-deploy", "display_name": "shop-deploy", "url": "job/shop-deploy/", "build": build}


def rollout(reason="NewReplicaSetAvailable", generation=7, observed=7, image="registry.example/shop:14"):
    condition = {"type": "Progressing", "status": "True", "reason": reason, "lastUpdateTime": "2026-03-02T09:03:00Z"}
    return {
        "kind": "Deployment", "apiVersion": "apps/v1",
        "metadata": {"name": "shop", "namespace": "production", "uid": "d1", "generation": generation},
        "spec": {"template": {"spec": {"containers": [{"name": "shop", "image": image}]}}},
        "status": {"observedGeneration": observed, "conditions": [condition]},
    }  # fmt: skip


def admission(was="registry.example/shop:13"):
    new, old = rollout(generation=8), rollout(image=was)
    asked = {"uid": "r1", "operation": "UPDATE", "object": new, "oldObject": old, "userInfo": {"username": "bo"}}
    return {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": asked}


def terraform(status="applied", trigger="run:completed"):
    told = {"message": "Run", "trigger": trigger, "run_status": status, "run_updated_at": "2026-03-02T09:07:00.000Z"}
    return {
        "payload_version": 1, "notification_configuration_id": "nc-1", "run_id": "run-1", "run_message": "CHG-7",
        "run_url": "https://app.terraform.example/app/nordwind/network-production/runs/run-1", "run_created_by": "bo",
        "workspace_id": "ws-1", "workspace_name": "network-production", "organization_name": "nordwind",
        "notifications": [told],
    }  # fmt: skip
