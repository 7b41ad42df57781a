"""Every N seconds, Z runs: each sweep looks at a due column, and after a day of downtime it finds what is due."""

from watchkeep.doors.integrations.directory.ldap import following
from watchkeep.doors.integrations.discovering import running
from watchkeep.doors.integrations.email import listener, watching
from watchkeep.doors.integrations.inventory import taking
from watchkeep.doors.integrations.pipelines import taking as deployments
from watchkeep.doors.statuspage import copying as status_copies
from watchkeep.duty.announcements import jobs as announcement_jobs
from watchkeep.duty.automation import jobs as automation_jobs
from watchkeep.duty.chat import jobs as chat_jobs
from watchkeep.duty.communications import jobs as communication_jobs
from watchkeep.duty.connections import jobs as action_jobs
from watchkeep.duty.notify import jobs as notify_jobs
from watchkeep.duty.oncall import jobs as oncall_jobs
from watchkeep.duty.regulations import jobs as regulation_jobs
from watchkeep.duty.response import jobs as response_jobs
from watchkeep.duty.sla import jobs as sla_jobs
from watchkeep.estate.assets import jobs as register_jobs
from watchkeep.estate.custody import jobs as custody_jobs
from watchkeep.estate.discovery import jobs as discovery_jobs
from watchkeep.estate.knowledge import jobs as knowledge_jobs
from watchkeep.estate.licences import jobs as licence_jobs
from watchkeep.estate.people import jobs as people_jobs
from watchkeep.estate.purchasing import jobs as purchasing_jobs
from watchkeep.estate.reconciliation import jobs as finding_jobs
from watchkeep.estate.services import jobs as service_jobs
from watchkeep.estate.suppliers import jobs as supplier_jobs
from watchkeep.insight.capture import jobs as capture_jobs
from watchkeep.insight.detection import jobs as detection_jobs
from watchkeep.insight.reviews import jobs as review_jobs
from watchkeep.insight.verdicts import jobs as verdict_jobs
from watchkeep.kernel import files, idempotency, worker
from watchkeep.kernel.facts import jobs as facts
from watchkeep.kernel.wires import Every
from watchkeep.work.approvals import jobs as approval_jobs
from watchkeep.work.changes import jobs as change_jobs
from watchkeep.work.correspondence import jobs as correspondence_jobs
from watchkeep.work.desk import jobs as desk_jobs
from watchkeep.work.incidents import jobs as incident_jobs
from watchkeep.work.requests import jobs as request_jobs
from watchkeep.work.selfservice import jobs as selfservice_jobs
from watchkeep.work.tickets import jobs as ticket_jobs

EVERY: list[Every] = [
    Every(seconds=15, run=worker.give_back_stalled),
    Every(seconds=3600, run=facts.make_room),
    Every(seconds=600, run=people_jobs.forget_old),
    Every(seconds=300, run=register_jobs.judge_words),
    Every(seconds=3600, run=register_jobs.forget_old),
    Every(seconds=5, run=service_jobs.count_footings),
    Every(seconds=60, run=service_jobs.lay_out),
    Every(seconds=60, run=service_jobs.announce),
    Every(seconds=1, run=service_jobs.step),
    Every(seconds=600, run=supplier_jobs.keep_days),
    Every(seconds=3600, run=purchasing_jobs.forget_old),
    Every(seconds=300, run=custody_jobs.remind_due),
    Every(seconds=3, run=finding_jobs.look_due),
    Every(seconds=300, run=finding_jobs.take_up_due),
    Every(seconds=60, run=finding_jobs.open_cases),
    Every(seconds=60, run=finding_jobs.say_good_morning),
    Every(seconds=5, run=licence_jobs.read_due),
    Every(seconds=30, run=licence_jobs.count),
    Every(seconds=5, run=licence_jobs.note_due),
    Every(seconds=2, run=licence_jobs.reckon_due),
    Every(seconds=5, run=licence_jobs.recount_due),
    Every(seconds=600, run=licence_jobs.keep_days),
    Every(seconds=600, run=licence_jobs.remind_due),
    Every(seconds=5, run=licence_jobs.read_applications),
    Every(seconds=3600, run=licence_jobs.forget_waiting),
    Every(seconds=86_400, run=licence_jobs.forget_uploads),
    Every(seconds=60, run=knowledge_jobs.nudge_due),
    Every(seconds=2, run=knowledge_jobs.understand_due),
    Every(seconds=300, run=knowledge_jobs.count_words),
    Every(seconds=5, run=following.run_due, wake="directory"),
    Every(seconds=2, run=taking.take_due, wake="inventories", lane="inventories"),
    Every(seconds=300, run=discovery_jobs.lose_due),
    Every(seconds=3600, run=discovery_jobs.forget_old),
    Every(seconds=600, run=discovery_jobs.tell_ends),
    Every(seconds=20, run=discovery_jobs.queue_due),
    Every(seconds=5, run=discovery_jobs.judge_bearers, wake="placeholders"),
    Every(seconds=20, run=discovery_jobs.end_lost),
    Every(seconds=2, run=running.run_due, wake="discovery"),
    Every(seconds=1, run=desk_jobs.carry_out_due, wake="desk"),
    Every(seconds=2, run=incident_jobs.reassess_due),
    Every(seconds=60, run=incident_jobs.close_due),
    Every(seconds=5, run=approval_jobs.keep_asking),
    Every(seconds=60, run=change_jobs.notice_late),
    Every(seconds=2, run=deployments.take_due, wake="pipelines"),
    Every(seconds=10, run=change_jobs.look_at_drift),
    Every(seconds=3600, run=change_jobs.forget_old),
    Every(seconds=60, run=change_jobs.call_meetings),
    Every(seconds=60, run=request_jobs.close_due),
    Every(seconds=600, run=request_jobs.keep_catalogue),
    Every(seconds=60, run=selfservice_jobs.judge_due),
    Every(seconds=files.SECONDS_A_FOLDER, run=ticket_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=request_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=supplier_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=licence_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=custody_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=knowledge_jobs.drop_orphans),
    Every(seconds=files.SECONDS_A_FOLDER, run=selfservice_jobs.drop_orphans),
    Every(seconds=3600, run=ticket_jobs.forget_old_drafts),
    Every(seconds=600, run=idempotency.forget_old),
    Every(seconds=0.5, run=sla_jobs.tell_moments, lane="paging"),
    Every(seconds=2, run=watching.watch_due, wake="mailboxes", lane="mail"),
    Every(seconds=5, run=listener.keep_open, lane="mail"),
    Every(seconds=2, run=correspondence_jobs.sort_due, wake="mail", lane="sorting"),
    Every(seconds=600, run=correspondence_jobs.erase_due),
    Every(seconds=1, run=action_jobs.carry_out_due, wake="actions"),
    Every(seconds=1, run=action_jobs.end_overdue),
    Every(seconds=5, run=action_jobs.keep_up),
    Every(seconds=1, run=notify_jobs.send_due, wake="notify", lane="paging"),
    Every(seconds=30, run=notify_jobs.send_digests),
    Every(seconds=3600, run=notify_jobs.forget_old),
    Every(seconds=5, run=announcement_jobs.step_due),
    Every(seconds=3600, run=announcement_jobs.forget_unconfirmed),
    Every(seconds=1, run=status_copies.write_due, wake="copies"),
    Every(seconds=1, run=detection_jobs.fold, wake="detection", lane="paging"),
    Every(seconds=1, run=detection_jobs.miss_heartbeats),
    Every(seconds=2, run=detection_jobs.speak_up),
    Every(seconds=3600, run=detection_jobs.tidy),
    Every(seconds=1, run=oncall_jobs.page_due, wake="oncall", lane="paging"),
    Every(seconds=60, run=review_jobs.nudge_due),
    Every(seconds=60, run=review_jobs.plan_due),
    Every(seconds=60, run=review_jobs.make_due),
    Every(seconds=60, run=capture_jobs.weigh_due),
    Every(seconds=600, run=capture_jobs.count_recurring),
    Every(seconds=300, run=review_jobs.check_watched),
    Every(seconds=60, run=review_jobs.count_days),
    Every(seconds=10, run=verdict_jobs.judge_due),
    Every(seconds=60, run=verdict_jobs.remind_late),
    Every(seconds=3600, run=verdict_jobs.forget_old),
    Every(seconds=20, run=oncall_jobs.look_ahead),
    Every(seconds=15, run=oncall_jobs.expire_covers),
    Every(seconds=60, run=oncall_jobs.settle_due),
    Every(seconds=5, run=response_jobs.tell_late),
    Every(seconds=5, run=regulation_jobs.tell_moments),
    Every(seconds=5, run=communication_jobs.draft_due),
    Every(seconds=5, run=communication_jobs.tell_late),
    Every(seconds=5, run=automation_jobs.tell_late),
    Every(seconds=600, run=chat_jobs.forget_codes),
]
