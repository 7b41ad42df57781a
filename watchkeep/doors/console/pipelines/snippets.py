"""What to paste into a pipeline, ready with address and key."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Words
from watchkeep.work.changes.models import PipelineSource, Provider

HIDDEN_KEY, HIDDEN_SECRET, UNKNOWN_SERVICE = "YOUR-KEY", "YOUR-SECRET", "YOUR-SERVICE"
EXAMPLE, EXAMPLE_MODEL = "web-shop", "release"
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
  "id": "build-41", "service": "{service}", "environment": "production", "state": "started",
  "revision": "v14", "who": "bo", "url": "https://ci.example/41", "change": "CHG-12"
}}'
"""
ACTIONS = """\
# .github/workflows/deploy.yml
name: Deploy
on:
  push:
    branches: [main]
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    env:
      WATCHKEEP_URL: {base}
      WATCHKEEP_KEY: ${{{{ secrets.WATCHKEEP_KEY }}}}
    steps:
      - uses: actions/checkout@v4
      - run: curl -fsS {base}/gate.py -o gate.py
      - name: May it go ahead?
        id: gate
        run: python3 gate.py {question} --wait-minutes 30
      - run: ./deploy.sh
      - name: Say how it ended
        if: always() && steps.gate.outcome == 'success'
        run: python3 gate.py --service {service} --report ${{{{ job.status }}}}
"""
GITLAB_CI = """\
# .gitlab-ci.yml
deploy:
  stage: deploy
  image: python:3-slim
  environment: production
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    WATCHKEEP_URL: {base}
  script:
    - python3 -c "import urllib.request as r; r.urlretrieve('{base}/gate.py', 'gate.py')"
    - python3 gate.py {question} --wait-minutes 30
    - touch gate-said-go
    - ./deploy.sh
  after_script:
    - test ! -e gate-said-go || python3 gate.py --service {service} --report "$CI_JOB_STATUS"
"""
SHELL = """\
curl -fsS {base}/gate.py -o gate.py
export WATCHKEEP_URL={base} WATCHKEEP_KEY={key}
export BUILD_TAG="${{BUILD_TAG:-deploy-$(date +%s)}}"   # tells this run from others
python3 gate.py {question} --wait-minutes 30 || exit $?   # 0 go, 2 wait, 3 stop, 4 could not be asked
if ./deploy.sh; then ended=success; else ended=failure; fi
python3 gate.py --service {service} --report "$ended"
"""
_REPORTING: dict[str, tuple[Words, str]] = {
    Provider.GITHUB: (_("In GitHub"), GITHUB), Provider.GITLAB: (_("In GitLab"), GITLAB),
    Provider.ARGOCD: (_("In Argo CD"), ARGOCD), Provider.JENKINS: (_("In Jenkins"), JENKINS),
    Provider.KUBERNETES: (_("Beside the cluster"), KUBERNETES), Provider.TERRAFORM: (_("In HCP Terraform"), TERRAFORM),
    Provider.JSON: (_("In a shell"), PLAIN),
}  # fmt: skip
IN_ACTIONS, IN_GITLAB_CI, IN_SHELL = (
    (_("Ask in GitHub Actions"), ACTIONS, _("WATCHKEEP_KEY is a secret of the repository: Settings → Secrets and "
     "variables → Actions.")),
    (_("Ask in GitLab CI"), GITLAB_CI, _("WATCHKEEP_KEY is a masked variable of the project: Settings → CI/CD → "
     "Variables.")),
    (_("Ask in a shell"), SHELL, _("For any other runner. With --change CHG-12 it asks about a change that was "
     "planned.")),
)  # fmt: skip
_OWN = {Provider.GITHUB: IN_ACTIONS, Provider.GITLAB: IN_GITLAB_CI}


@dataclass(frozen=True)
class Snippet:
    """A few lines for one place, and what is to be known of them."""

    title: Words
    text: str
    say: Words = ""


def of(source: PipelineSource, key: str = "", secret: str = "") -> list[Snippet]:
    """How to let it report and ask, in its own place and in a shell, of its own service and model.

    Without key and secret in the clear placeholders stand for them.
    """
    service = source.service.slug if source.service else UNKNOWN_SERVICE
    model = source.model.slug if source.model else ""
    title, text = _REPORTING[source.provider]
    asks = [_OWN[Provider(source.provider)]] if source.provider in _OWN else []
    filled = [Snippet(title, _filled(text, key, secret, service, model))]
    return filled + [
        Snippet(words, _filled(text, key, "", service, model), say) for words, text, say in (*asks, IN_SHELL)
    ]


def asking() -> list[Snippet]:
    """How pipelines ask at the gate, of a service and a model that stand for any."""
    places = (IN_ACTIONS, IN_GITLAB_CI, IN_SHELL)
    return [Snippet(title, _filled(text, "", "", EXAMPLE, EXAMPLE_MODEL), say) for title, text, say in places]


def _filled(text: str, key: str, secret: str, service: str, model: str) -> str:
    question = f"--service {service}" + (f" --model {model}" if model else "")
    return text.format(
        base=settings.BASE_URL, key=key or HIDDEN_KEY, secret=secret or HIDDEN_SECRET, service=service,
        question=question,
    )  # fmt: skip
