"""The API, assembled: its callers, its reader, its problems, and every resource."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from watchkeep.doors.api import document, refusals
from watchkeep.doors.api.callers import Browser, Token
from watchkeep.doors.api.carrying import carry
from watchkeep.doors.api.reading import Reader
from watchkeep.doors.api.resources import (
    absences,
    action_runs,
    alerts,
    announcements,
    approvals,
    article_media,
    article_readers,
    articles,
    audits,
    bills,
    calendar_feeds,
    change_questions,
    change_results,
    changes,
    chat,
    components,
    connections,
    contracts,
    corrective_actions,
    covers,
    deliveries,
    discovery,
    discovery_jobs,
    endpoints,
    entitlement_papers,
    escalations,
    facts,
    failed_jobs,
    findings,
    handovers,
    hours,
    indicators,
    integrations,
    item_classes,
    item_files,
    item_matching,
    item_rules,
    items,
    licences,
    loads,
    mailboxes,
    mails,
    maintenance,
    maintenance_plans,
    me,
    message_templates,
    messages,
    methods,
    notification_rules,
    open_ports,
    orders,
    organisations,
    pageability,
    patterns,
    people,
    plans,
    policies,
    portals,
    preventive_tasks,
    problems,
    procedures,
    reclaims,
    regulations,
    relations,
    roles,
    routes,
    runs,
    scales,
    schedules,
    sender_rules,
    services,
    sessions,
    severities,
    sign_ins,
    software,
    sources,
    stocktakes,
    suppliers,
    targets,
    teams,
    tokens,
    upkeep_policies,
    verdicts,
)
from watchkeep.doors.api.resources.catalogue import editions, ordering, pictures, shelves
from watchkeep.doors.api.resources.catalogue import items as catalogue_items
from watchkeep.doors.api.resources.desk import macros, tickets, writing
from watchkeep.doors.api.resources.desk import runs as bulk_runs
from watchkeep.doors.api.resources.desk import thread as ticket_thread
from watchkeep.doors.api.resources.desk import time as time_worked
from watchkeep.doors.api.resources.desk import views as saved_views
from watchkeep.doors.api.resources.incidents import clocks, files, priority, queue, response, thread, ties, verbs
from watchkeep.doors.api.resources.requests import fulfilments, holdings
from watchkeep.doors.api.resources.requests import queue as requests
from watchkeep.doors.api.resources.requests import verbs as request_verbs
from watchkeep.doors.api.resources.reviews import parts as review_parts
from watchkeep.doors.api.resources.reviews import writing as reviews

ABOUT = """What people do in the console, for programs.

Send a token as `Authorization: Bearer …`; it may do what its scopes and its person may, both. Lists
come in pages: follow `next`. Editing takes the record's ETag as `If-Match`. A POST with an
`Idempotency-Key` can be repeated safely. Every error is a problem (RFC 9457).
"""


class Door(NinjaAPI):
    """Ninja's API with names and a document of our own."""

    _whole: OpenAPISchema | None = None

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation after its view, such as ``open_incident``."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the whole document, made once: it changes with the program alone."""
        if self._whole is None:
            self._whole = super().get_openapi_schema(**options)
            document.complete(self._whole)
        return self._whole


api = Door(
    title="Watchkeep",
    version="1",
    description=ABOUT,
    openapi_url="/openapi.json",
    docs_url=None,
    auth=[Token(), Browser()],
    parser=Reader(),
    urls_namespace="api",
    servers=[{"url": "/", "description": "This installation"}],
)
api.add_decorator(carry)
refusals.teach(api)
RESOURCES = (
    ("/me", me.router),
    ("/me/methods", methods.router),
    ("/me/notification-rules", notification_rules.router),
    ("/me/sessions", sessions.router),
    ("/me/factors", sessions.factors),
    ("/me/calendar-feeds", calendar_feeds.router),
    ("/me/change-calendar-feeds", changes.feeds),
    ("/tokens", tokens.router),
    ("/incidents", queue.router),
    ("/incidents", verbs.router),
    ("/incidents", priority.router),
    ("/incidents", thread.router),
    ("/incidents", files.router),
    ("/incidents", ties.router),
    ("/incidents", clocks.router),
    ("/incidents", response.router),
    ("/tickets", tickets.router),
    ("/tickets", writing.router),
    ("/tickets", time_worked.of_tickets),
    ("/tickets", ticket_thread.router),
    ("/time-entries", time_worked.router),
    ("/calls", tickets.calls),
    ("/mentionable-people", writing.mentions),
    ("/views", saved_views.router),
    ("/macros", macros.router),
    ("/bulk-runs", bulk_runs.router),
    ("", shelves.router),
    ("", catalogue_items.router),
    ("", editions.router),
    ("", pictures.router),
    ("", ordering.router),
    ("/requests", requests.router),
    ("/requests", request_verbs.router),
    ("", fulfilments.router),
    ("", holdings.router),
    ("", approvals.router),
    ("/alerts", alerts.router),
    ("/integrations", integrations.router),
    ("/indicators", indicators.router),
    ("/change-verdicts", verdicts.router),
    ("/change-results", change_results.router),
    ("/change-questions", change_questions.router),
    ("/incidents", verdicts.suspects),
    ("/routes", routes.router),
    ("", schedules.router),
    ("", covers.router),
    ("", absences.router),
    ("", loads.router),
    ("", pageability.router),
    ("/policies", policies.router),
    ("", plans.router),
    ("", escalations.router),
    ("", message_templates.router),
    ("", messages.router),
    ("/deliveries", deliveries.router),
    ("/endpoints", endpoints.router),
    ("/targets", targets.router),
    ("/reviews", reviews.router),
    ("/reviews", review_parts.router),
    ("/reviews", corrective_actions.of_reviews),
    ("/patterns", patterns.router),
    ("/corrective-actions", corrective_actions.router),
    ("/corrective-actions", preventive_tasks.of_actions),
    ("/preventive-tasks", preventive_tasks.router),
    ("/upkeep-policies", upkeep_policies.router),
    ("/problems", problems.router),
    ("/problems", corrective_actions.of_problems),
    ("/problem-suggestions", problems.suggested),
    ("/changes", changes.router),
    ("/changes", changes.approvers),
    ("/changes", changes.conflicts),
    ("/change-calendar", changes.calendar),
    ("/change-freezes", changes.freezes),
    ("/change-models", changes.models),
    ("/change-policies", changes.policies),
    ("/boards", changes.boards),
    ("/board-meetings", changes.meetings),
    ("/deployments", changes.deployments),
    ("/pipelines", changes.pipelines),
    ("/pipelines", changes.pipeline_rules),
    ("/gate", changes.gate),
    ("/drift", changes.drift),
    ("/drift-watches", changes.watches),
    ("", regulations.router),
    ("/services", services.router),
    ("/portals", portals.router),
    ("/self-service", portals.helped),
    ("/severities", severities.router),
    ("/scales", scales.router),
    ("/items", items.router),
    ("/items", relations.router),
    ("/items", open_ports.router),
    ("/open-ports", open_ports.ports),
    ("/items", item_files.exports),
    ("/item-imports", item_files.imports),
    ("/item-classes", item_classes.router),
    ("/relation-rules", item_rules.relation_rules),
    ("/authorities", item_rules.authorities),
    ("/item-sources", item_rules.sources),
    ("", item_matching.router),
    ("/stocktakes", stocktakes.router),
    ("", discovery.router),
    ("", discovery_jobs.router),
    ("/bills-of-materials", bills.router),
    ("/components", components.router),
    ("/licence-audits", audits.router),
    ("/reclaim-cases", reclaims.router),
    ("/reclaims", reclaims.lines),
    ("/reclaim-ways", reclaims.ways),
    ("/suppliers", suppliers.router),
    ("/contracts", contracts.router),
    ("/orders", orders.router),
    ("/findings", findings.router),
    ("/handovers", handovers.router),
    ("/destructions", handovers.destructions),
    ("/finding-rules", findings.rules),
    ("/invoices", orders.invoices),
    ("/software-products", software.router),
    ("/software-titles", software.titles),
    ("/software-rules", software.rules),
    ("/sign-in-logs", sign_ins.logs),
    ("/software-applications", sign_ins.applications),
    ("/seat-groups", sign_ins.groups),
    ("/entitlements", licences.router),
    ("/entitlements", entitlement_papers.router),
    ("/seats", licences.seats),
    ("/licence-positions", licences.positions),
    ("/software-products", licences.usage),
    ("/hours", hours.router),
    ("/maintenance", maintenance.router),
    ("/maintenance-plans", maintenance_plans.router),
    ("", announcements.router),
    ("", articles.router),
    ("", article_media.router),
    ("", article_readers.router),
    ("/people", people.router),
    ("/teams", teams.router),
    ("/roles", roles.router),
    ("/organisations", organisations.router),
    ("/identity-sources", sources.router),
    ("/connections", connections.router),
    ("/mailboxes", mailboxes.router),
    ("/mails", mails.router),
    ("/sender-rules", sender_rules.router),
    ("/chat-workspaces", chat.router),
    ("/action-runs", action_runs.router),
    ("/procedures", procedures.router),
    ("/runs", runs.router),
    ("/facts", facts.router),
    ("/failed-jobs", failed_jobs.router),
)
for _path, _resource in RESOURCES:
    api.add_router(_path, _resource)
