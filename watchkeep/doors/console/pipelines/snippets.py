"""What to paste into a pipeline, ready with address and key."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.work.changes.models import PipelineSource, Provider

HIDDEN_KEY, HIDDEN_SECRET = "YOUR-KEY", "YOUR-SECRET"
GITHUB = """\
Settings → Webhooks → Add webhook
  Payload URL   {base}/pipelines/{key}
  Content type  application/json
  Secret        {secret}
  Events        Deployments, Deployment statuses, Workflow runs, Releases
"""
GITLAB = """\
Settings → Webhooks → Add new webhook
  URL            {base}/pipelines/{key}
  Signing token  {secret}
  (before GitLab signed webhooks: Secret token, the same)
  Trigger        Deployment events, Pipeline events, Releases events
"""
ARGOCD = """\
# in the ConfigMap argocd-notifications-cm
service.webhook.watchkeep: |
  url: {base}/pipelines/{key}
  headers:
    - name: Content-Type
      value: application/json
template.watchkeep: |
  webhook:
    watchkeep:
      method: POST
      body: |
        {{"app": {{{{toJson .app}}}}, "url": "{{{{.context.argocdUrl}}}}/applications/{{{{.app.metadata.name}}}}"}}
trigger.on-sync-running: |
  - when: app.status.operationState.phase in ['Running']
    send: [watchkeep]
trigger.on-sync-ended: |
  - when: app.status.operationState.phase in ['Succeeded', 'Failed', 'Error']
    send: [watchkeep]
subscriptions: |
  - recipients: [watchkeep]
    triggers: [on-sync-running, on-sync-ended]
"""
JENKINS = """\
Notification plugin → Add Endpoint
  Format  JSON
  Event   All Events
  URL     {base}/pipelines/{key}
(the job has a parameter ENVIRONMENT)
"""
KUBERNETES = """\
kubectl get deployments --all-namespaces --watch -o json |
  jq --unbuffered -c . |
  while read -r object; do
    printf '%s' "$object" | curl -fsS -H 'Authorization: Bearer {key}' --data-binary @- {base}/pipelines
  done
"""
TERRAFORM = """\
Workspace → Settings → Notifications → Create a notification
  Destination  Webhook
  URL          {base}/pipelines/{key}
  Token        {secret}
  Triggers     Applying, Completed, Errored
"""
PLAIN = """\
curl -fsS {base}/pipelines -H 'Authorization: Bearer {key}' -d '{{
  "id": "build-41", "service": "web-shop", "environment": "production", "state": "started",
  "revision": "v14", "who": "bo", "url": "https://ci.example/41", "change": "CHG-12"
}}'
"""
ACTIONS = """\
# .github/workflows/deploy.yml; WATCHKEEP_KEY is a secret of the repository
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    env:
      WATCHKEEP_URL: {base}
      WATCHKEEP_KEY: ${{{{ secrets.WATCHKEEP_KEY }}}}
    steps:
      - run: curl -fsS {base}/gate.py -o gate.py
      - name: May it go ahead?
        run: python3 gate.py --service web-shop --model release --wait-minutes 30
      - run: ./deploy.sh
      - name: Say how it ended
        if: always()
        run: python3 gate.py --service web-shop --report ${{{{ job.status }}}}
"""
GITLAB_CI = """\
# .gitlab-ci.yml; WATCHKEEP_KEY is a masked variable of the project
deploy:
  image: python:3-slim
  environment: production
  variables:
    WATCHKEEP_URL: {base}
  script:
    - python3 -c "import urllib.request as r; r.urlretrieve('{base}/gate.py', 'gate.py')"
    - python3 gate.py --service web-shop --model release --wait-minutes 30
    - ./deploy.sh
  after_script:
    - python3 gate.py --service web-shop --report "$CI_JOB_STATUS"
"""
SHELL = """\
curl -fsS {base}/gate.py -o gate.py
export WATCHKEEP_URL={base} WATCHKEEP_KEY={key}
python3 gate.py --service web-shop --change CHG-12 || exit $?   # 0 go, 2 wait, 3 stop, 4 could not be asked
"""
_REPORTING: dict[str, tuple[Words, str]] = {
    Provider.GITHUB: (_("In GitHub"), GITHUB), Provider.GITLAB: (_("In GitLab"), GITLAB),
    Provider.ARGOCD: (_("In Argo CD"), ARGOCD), Provider.JENKINS: (_("In Jenkins"), JENKINS),
    Provider.KUBERNETES: (_("Beside the cluster"), KUBERNETES), Provider.TERRAFORM: (_("In HCP Terraform"), TERRAFORM),
    Provider.JSON: (_("In a shell"), PLAIN),
}  # fmt: skip
_ASKING: tuple[tuple[Words, str], ...] = (
    (_("Ask in GitHub Actions"), ACTIONS), (_("Ask in GitLab CI"), GITLAB_CI), (_("Ask in a shell"), SHELL),
)  # fmt: skip


@dataclass(frozen=True)
class Snippet:
    """A few lines for one place."""

    title: Words
    text: str


def of(source: PipelineSource, key: str = "", secret: str = "") -> list[Snippet]:
    """How to let it report and ask; without key and secret in the clear placeholders stand for them."""
    title, text = _REPORTING[source.provider]
    return [Snippet(title, _filled(text, key, secret)), *asking(key)]


def asking(key: str = "") -> list[Snippet]:
    """How pipelines ask at the gate."""
    return [Snippet(title, _filled(text, key, "")) for title, text in _ASKING]


def _filled(text: str, key: str, secret: str) -> str:
    return text.format(base=settings.BASE_URL, key=key or HIDDEN_KEY, secret=secret or HIDDEN_SECRET)
