"""Addresses of reviews, corrective actions, preventive tasks, patterns and kinds of cause."""

from django.urls import path

from watchkeep.doors.console.reviews.views import following, keeping, parts, reviews, upkeep

REVIEW = {
    "write": reviews.write,
    "owner": reviews.owner,
    "ask": reviews.ask,
    "sign": reviews.sign,
    "send-back": reviews.send_back,
    "publish": reviews.publish,
    "waive": reviews.waive,
    "resume": reviews.resume,
    "addendum": reviews.addendum,
    "entry": parts.entry,
    "participant": parts.participant,
    "meeting": parts.meeting,
    "call-off": parts.call_off,
    "cause": parts.cause,
    "action": following.new_action,
}
ABOUT = {"pin": parts.pin, "note": parts.note, "correct": parts.correct}
ACTION = {
    "edit": following.edit_action,
    "done": following.done,
    "reopen": following.reopen,
    "drop": following.drop,
    "prevent": following.prevent,
}
TASK = {"edit": following.edit_task, "done": following.do_task, "end": following.end_task}

urlpatterns = [
    path("reviews", reviews.listed, name="reviews"),
    path("incidents/<str:number>/review", reviews.new, name="review-new"),
    path("reviews/<str:number>", reviews.show, name="review"),
    path("reviews/<str:number>/meeting.ics", parts.calendar, name="review-calendar"),
    *(path(f"reviews/<str:number>/{name}", view, name=f"review-{name}") for name, view in REVIEW.items()),
    *(
        path(f"reviews/<str:number>/{what}/<int:pk>/{name}", view, {"what": what}, name=f"review-{what}-{name}")
        for what in ("fact", "entry")
        for name, view in ABOUT.items()
    ),
    path("reviews/<str:number>/participant/<int:pk>/remove", parts.leave, name="review-leave"),
    path("reviews/<str:number>/cause/<int:pk>/edit", parts.edit_cause, name="cause-edit"),
    path("reviews/<str:number>/cause/<int:pk>/remove", parts.remove_cause, name="cause-remove"),
    path("reviews/<str:number>/cause/<int:pk>/tie", parts.tie, name="cause-tie"),
    path("reviews/<str:number>/tie/<int:pk>/remove", parts.untie, name="cause-untie"),
    path("problems/<str:number>/action", following.problem_action, name="problem-action"),
    path("corrective-actions", following.actions, name="actions-due"),
    path("corrective-actions/<str:number>", following.action, name="action-due"),
    *(
        path(f"corrective-actions/<str:number>/{name}", view, name=f"action-due-{name}")
        for name, view in ACTION.items()
    ),
    path("preventive", following.tasks, name="preventive"),
    path("preventive/new", following.plan, name="preventive-new"),
    path("preventive/policies", upkeep.policies, name="upkeep"),
    path("preventive/policies/add", upkeep.add, name="upkeep-add"),
    path("preventive/policies/<int:pk>", upkeep.edit, name="upkeep-edit"),
    path("preventive/compliance", keeping.compliance, name="preventive-compliance"),
    path("preventive/<str:number>", following.task, name="preventive-task"),
    *(path(f"preventive/<str:number>/{name}", view, name=f"preventive-{name}") for name, view in TASK.items()),
    path("patterns", following.patterns, name="patterns"),
    path("settings/causes", following.kinds, name="cause-kinds"),
    path("settings/causes/propose", following.propose, name="cause-propose"),
    *(
        path(f"settings/causes/<int:pk>/{name}", following.decide, {"decision": name}, name=f"cause-{name}")
        for name in following.DECISIONS
    ),
    path("settings/causes/severity/<int:severity>", following.require, name="cause-require"),
]
