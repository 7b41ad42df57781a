"""When X is told, Y reacts; every N seconds, Z runs. The one page to read first.

``at_once`` reactions run in the fact's own transaction: if one of them fails, nothing happened.
``later`` ones are jobs enqueued in that transaction: after a crash they run once a worker is back.
``EVERY`` sweep looks at a due column: after a day of downtime it finds what is due.
"""

from typing import Any

from watchkeep.doors.console.sign_in import mails as sign_in
from watchkeep.doors.integrations.directory.ldap import binding
from watchkeep.duty.announcements import events as announcement_events
from watchkeep.duty.announcements import reactions as announcements
from watchkeep.duty.automation import events as automation_events
from watchkeep.duty.automation import reactions as automation
from watchkeep.duty.chat import events as chat_events
from watchkeep.duty.chat import jobs as chat_jobs
from watchkeep.duty.chat import reactions as chat
from watchkeep.duty.communications import events as communications
from watchkeep.duty.communications import reactions as telling
from watchkeep.duty.connections import events as actions
from watchkeep.duty.fulfilment import events as fulfilment_events
from watchkeep.duty.fulfilment import reactions as fulfilment
from watchkeep.duty.notify import events as notify_events
from watchkeep.duty.notify import jobs as notify_jobs
from watchkeep.duty.notify import reactions as notify
from watchkeep.duty.notify.reactions import audits as notify_audits
from watchkeep.duty.notify.reactions import contracts as notify_contracts
from watchkeep.duty.notify.reactions import deadlines as notify_deadlines
from watchkeep.duty.notify.reactions import licences as notify_licences
from watchkeep.duty.oncall import events as oncall_events
from watchkeep.duty.oncall import reactions as oncall
from watchkeep.duty.reclaiming import events as reclaiming_events
from watchkeep.duty.reclaiming import reactions as reclaiming
from watchkeep.duty.regulations import events as regulation_events
from watchkeep.duty.response import events as response_events
from watchkeep.duty.response import reactions as response
from watchkeep.duty.sla import events as sla_events
from watchkeep.duty.sla import reactions as sla
from watchkeep.estate.assets import events as assets
from watchkeep.estate.assets import reactions as register
from watchkeep.estate.calendars import events as calendars
from watchkeep.estate.custody import events as custody_events
from watchkeep.estate.discovery import events as discovery
from watchkeep.estate.discovery import reactions as discovering
from watchkeep.estate.knowledge import events as knowledge
from watchkeep.estate.knowledge import reactions as articles
from watchkeep.estate.licences import events as licence_events
from watchkeep.estate.licences import reactions as licences
from watchkeep.estate.people import events as people
from watchkeep.estate.people import life as people_life
from watchkeep.estate.purchasing import events as purchasing
from watchkeep.estate.reconciliation import events as findings
from watchkeep.estate.services import events as services
from watchkeep.estate.services import reactions as footings
from watchkeep.estate.stocktaking import events as stocktakes
from watchkeep.estate.suppliers import events as suppliers
from watchkeep.insight.capture import events as capture_events
from watchkeep.insight.capture import reactions as capture
from watchkeep.insight.detection import events as detection
from watchkeep.insight.detection import reactions as detection_reactions
from watchkeep.insight.reviews import events as review_events
from watchkeep.insight.reviews import reactions as reviews
from watchkeep.insight.verdicts import events as verdict_events
from watchkeep.kernel.wires import Silent, Together, When
from watchkeep.wiring.agreeing import WHAT_AGREES
from watchkeep.wiring.changing import WHAT_CHANGES
from watchkeep.wiring.every import EVERY
from watchkeep.wiring.maintaining import WHAT_RESTS
from watchkeep.wiring.paging import CONCERN_PAGING
from watchkeep.work.approvals import events as approvals
from watchkeep.work.changes import events as changes
from watchkeep.work.correspondence import events as correspondence
from watchkeep.work.desk import events as desk_events
from watchkeep.work.incidents import events as incidents
from watchkeep.work.incidents import reactions as incident_reactions
from watchkeep.work.problems import events as problems
from watchkeep.work.requests import events as requests
from watchkeep.work.requests import reactions as request_reactions
from watchkeep.work.selfservice import events as selfservice_events
from watchkeep.work.selfservice import reactions as selfservice
from watchkeep.work.surveys import events as surveys_events
from watchkeep.work.surveys import reactions as surveys
from watchkeep.work.tickets import events as tickets
from watchkeep.work.timesheets import events as timesheets

TELLING = (
    people, calendars, suppliers, assets, services, discovery, licence_events, purchasing, custody_events, stocktakes,
    findings, knowledge, tickets, incidents, problems, approvals, changes, requests, timesheets, correspondence,
    surveys_events, selfservice_events, desk_events, actions, sla_events, regulation_events, notify_events,
    announcement_events, oncall_events, automation_events, fulfilment_events, reclaiming_events, communications,
    response_events, chat_events, detection, review_events, capture_events, verdict_events,
)  # fmt: skip
"""The facts of every slice."""
PROGRESS: tuple[type[Any], ...] = (
    incidents.Triaged, incidents.Acknowledged, incidents.Started, incidents.Resumed, incidents.UpdatePosted,
    tickets.Noted,
)  # fmt: skip
NOTHING_LEFT_TO_JUDGE: tuple[type[Any], ...] = (
    incidents.Restored, incidents.Resolved, incidents.Closed, incidents.Cancelled,
)  # fmt: skip
MAY_CHANGE_A_PRIORITY: tuple[type[Any], ...] = (
    incidents.Held, incidents.Amended, tickets.Edited,
)  # fmt: skip
CHANGES_THE_MAP: tuple[type[Any], ...] = (
    services.ServiceEdited, services.ServiceRetired, services.ServiceRevived, services.DependencyAdded,
    services.DependencyRemoved,
)  # fmt: skip
CHANGES_WHAT_CARRIES: tuple[type[Any], ...] = (
    assets.Related, assets.Unrelated, assets.ItemRetired, assets.ItemRevived, assets.ItemMerged, assets.ItemParted,
    services.ItemAttached, services.ItemDetached,
)  # fmt: skip
MAKES_DOUBTFUL: tuple[type[Any], ...] = (
    services.ServiceEdited, services.ServiceRetired, services.DependencyAdded, services.DependencyRemoved,
    services.ItemAttached, services.ItemDetached, assets.ItemEdited, assets.ItemRetired,
)  # fmt: skip
RANKED: tuple[type[Any], ...] = (incidents.SeverityChanged, incidents.Reprioritised)
DECLARED: tuple[type[Any], ...] = (incidents.MajorDeclared, incidents.MajorWithdrawn)
REQUEST_OVER: tuple[type[Any], ...] = (
    requests.Cancelled, requests.Refused, requests.Turned, requests.Merged,
)  # fmt: skip
OVER: tuple[type[Any], ...] = (incidents.Closed, incidents.Cancelled, incidents.Merged)

notify_jobs.carry("chat", chat_jobs.carry)  # what is said in a chat is a delivery like any other
people_life.ask_elsewhere(binding.opens)  # whoever signs in with a directory's password

WHEN: list[When[Any] | Silent] = [
    # An incident's clocks turn, its pages stop and its alerts follow in the incident's own transaction.
    When(incidents.Opened, at_once=(sla.start_clocks, response.follow_plan, oncall.look_for_somebody, notify.publish)),
    When(
        incidents.Acknowledged,
        at_once=(
            sla.meet_response,
            oncall.take_the_answer,
            response.seat_responder,
            notify.withdraw_pages,
            detection_reactions.mark_acknowledged,
            notify.publish,
        ),
    ),
    When(
        incidents.Started,
        at_once=(sla.meet_response, oncall.take_the_answer, response.seat_responder, notify.publish),
    ),
    When(incidents.Held, at_once=(sla.pause_clocks, oncall.stop_paging, notify.publish)),
    When(incidents.Resumed, at_once=(sla.resume_clocks, notify.publish)),
    When(
        incidents.Restored,
        at_once=(sla.meet_resolution, oncall.stop_paging, response.rest_updates, notify.publish),
        later=(notify.tell_restored,),
    ),
    When(
        incidents.Resolved,
        at_once=(sla.meet_both, oncall.stop_paging, response.stand_down, detection_reactions.let_go, notify.publish),
        later=(notify.tell_resolved,),
    ),
    When(incidents.Closed, at_once=(detection_reactions.let_go, notify.publish)),
    When(
        incidents.Cancelled,
        at_once=(
            sla.stop_on_cancel,
            oncall.stop_paging,
            response.stand_down,
            detection_reactions.let_go,
            notify.publish,
        ),
    ),
    When(
        incidents.Reopened,
        at_once=(sla.revive_on_reopen, oncall.look_again, response.stand_up_again, notify.publish),
    ),
    When(
        incidents.Merged,
        at_once=(
            sla.stop_on_merge,
            oncall.stop_paging,
            response.stand_down,
            detection_reactions.follow_merge,
            notify.publish,
        ),
    ),
    When(
        incidents.Unmerged,
        at_once=(
            sla.revive_on_unmerge,
            oncall.look_again,
            response.stand_up_again,
            detection_reactions.follow_unmerge,
            notify.publish,
        ),
    ),
    # Another severity or service may have another plan; what it says of paging is done before anybody more is paged.
    When(
        incidents.Reprioritised,
        at_once=(sla.recalculate_for_priority, response.follow_other_plan, oncall.page_the_spared, notify.publish),
    ),
    When(incidents.SeverityChanged, at_once=(response.follow_other_plan, oncall.page_the_spared, notify.publish)),
    *(When(one, at_once=(response.follow_declaration,)) for one in DECLARED),
    When(tickets.Edited, at_once=(sla.recalculate_for_service, response.follow_other_plan, notify.publish)),
    # What may change a priority only marks the incident; the sweep looks at it.
    *(When(one, at_once=(incident_reactions.move_on,)) for one in PROGRESS),
    *(When(one, at_once=(incident_reactions.rest,)) for one in NOTHING_LEFT_TO_JUDGE),
    *(When(one, at_once=(incident_reactions.look_again,)) for one in MAY_CHANGE_A_PRIORITY),
    *(When(one, later=(incident_reactions.look_at_dependants,)) for one in CHANGES_THE_MAP),
    *(
        When(one, later=(Together(footings.recount), Together(incident_reactions.look_at_carried)))
        for one in CHANGES_WHAT_CARRIES
    ),
    When(services.FootingChanged, later=(Together(incident_reactions.look_at_footings),)),
    When(incidents.Merged, at_once=(incident_reactions.take_in,)),
    When(incidents.ParentSet, at_once=(incident_reactions.follow_parts,)),
    When(incidents.Reopened, at_once=(incident_reactions.wake,)),
    When(incidents.Unmerged, at_once=(incident_reactions.wake,)),
    # Whoever asks after looking for help was not helped by what they found. When it is done, they say how it was.
    When(incidents.Opened, later=(selfservice.notice_question,)),
    When(requests.Opened, later=(selfservice.notice_question,)),
    When(incidents.Resolved, at_once=(surveys.ask,)),
    When(requests.Fulfilled, at_once=(surveys.ask,)),
    # What was bad enough is reviewed, and not closed before its cause is known; what comes back is noticed.
    *(When(one, at_once=(reviews.open_review,)) for one in reviews.MAY_ASK_FOR_A_REVIEW),
    *(When(one, at_once=(reviews.follow_severity,)) for one in (*RANKED, incidents.MajorDeclared)),
    When(incidents.Merged, at_once=(reviews.follow_merge,)),
    When(incidents.Unmerged, at_once=(reviews.follow_unmerge,)),
    When(incidents.Cancelled, at_once=(reviews.drop_review,)),
    When(tickets.EntryPinned, at_once=(reviews.follow_pin,)),
    When(incidents.Closed, at_once=(reviews.refuse_unlearned,)),
    When(incidents.Opened, later=(reviews.look_for_recurrence,)),
    When(incidents.Reopened, later=(reviews.look_for_recurrence,)),
    When(review_events.CauseRecorded, later=(reviews.look_for_cause,)),
    When(review_events.CauseEdited, later=(reviews.look_for_cause,)),
    When(problems.IncidentLinked, later=(reviews.look_for_linked,)),
    *(When(one, later=told) for one, told in reviews.TELLS.items()),
    # People hear what concerns them. A mail that cannot be written never undoes the act that it tells of.
    When(incidents.UpdatePosted, at_once=(response.move_next_update, notify.publish), later=(notify.tell_of_update,)),
    When(
        tickets.Replied,
        at_once=(incident_reactions.answer_reply, incident_reactions.hear_report, notify.publish),
        later=(notify.tell_of_reply,),
    ),
    When(tickets.Mentioned, at_once=(notify.publish,), later=(notify.tell_mentioned,)),
    When(tickets.Assigned, at_once=(notify.publish,), later=(notify.tell_assignee,)),
    When(sla_events.AtRisk, at_once=(notify.publish,), later=(notify.tell_at_risk,)),
    When(sla_events.Breached, at_once=(notify.publish,), later=(notify.tell_breached,)),
    When(notify_events.GivenUp, at_once=(oncall.go_on_without, notify.publish)),
    # A mail that became a request is confirmed, unless a machine wrote it; what bounces has not been delivered.
    When(correspondence.Opened, later=(notify.confirm_mail,)),
    When(correspondence.Bounced, at_once=(notify.take_bounce,)),
    When(correspondence.MailboxFails, later=(notify.tell_mailbox_fails,)),
    # A visitor's program says whether it wants to hear; one that is gone is told no more.
    When(notify_events.Proved, at_once=(announcements.take_answer,)),
    When(notify_events.Lost, at_once=(announcements.take_loss,)),
    # What the public sees is copied; what happens inside leaves it a draft at most.
    When(announcement_events.PageEdited, at_once=(announcements.want_copies,)),
    When(announcement_events.GroupSaved, at_once=(announcements.want_copies,)),
    When(announcement_events.GroupRemoved, at_once=(announcements.want_copies,)),
    When(announcement_events.ComponentSaved, at_once=(announcements.want_copies,)),
    When(announcement_events.StatusChanged, at_once=(announcements.want_copies, notify.publish)),
    When(
        announcement_events.Published,
        at_once=(announcements.want_copies_of, notify.publish),
        later=(announcements.tell_subscribers,),
    ),
    When(announcement_events.Rescheduled, at_once=(announcements.want_copies_of, notify.publish)),
    When(incidents.UpdatePosted, later=(announcements.propose_update,)),
    When(incidents.Restored, later=(announcements.propose_resolved,)),
    When(incidents.Resolved, later=(announcements.propose_resolved,)),
    # Runs follow what their incident and their actions come to; a late step is told to whoever owns it.
    When(incidents.Resolved, at_once=(automation.end_runbooks,)),
    *(When(over, at_once=(automation.end_runs,)) for over in OVER),
    *(When(done, at_once=(automation.take_result,)) for done in automation.ACTION_DONE),
    *(When(failed, at_once=(automation.take_failure,)) for failed in automation.ACTION_FAILED),
    *(When(over, at_once=(automation.end_runs,)) for over in REQUEST_OVER),
    When(automation_events.MachineCalled, later=(automation.answer_call,)),
    # What is asked for comes true by its plan, or is left to people.
    When(requests.Cleared, later=(fulfilment.begin,)),
    When(requests.GivenBack, later=(fulfilment.take_in, fulfilment.free_seat)),
    # A seat of a product comes with some items: taken from the pool, or people hear that none is left.
    When(requests.Fulfilled, later=(fulfilment.give_seats,)),
    When(automation_events.RunFinished, later=(fulfilment.finish,)),
    When(automation_events.RunStopped, later=(fulfilment.stop,)),
    When(automation_events.Undone, later=(fulfilment.take_back,)),
    When(fulfilment_events.LeftToPeople, later=(fulfilment.tell_team,)),
    When(automation_events.StepLate, at_once=(notify.publish,), later=(automation.tell_owner,)),
    # A request's clocks turn with it. What was agreed to lets it go on; what was not ends it.
    When(requests.Opened, at_once=(sla.start_clocks,), later=(notify.tell_request_came,)),
    When(requests.Waiting, at_once=(sla.pause_for_approval,)),
    When(requests.Cleared, at_once=(sla.resume_when_cleared,), later=(notify.tell_cleared,)),
    When(requests.Started, at_once=(sla.meet_request_response,)),
    When(requests.Held, at_once=(sla.pause_request,), later=(notify.tell_request_waits,)),
    When(requests.Resumed, at_once=(sla.resume_request,)),
    When(requests.Fulfilled, at_once=(sla.meet_request,), later=(notify.tell_fulfilled,)),
    When(requests.Refused, at_once=(sla.end_request,), later=(notify.tell_request_refused,)),
    When(requests.Cancelled, at_once=(sla.end_request,), later=(notify.tell_request_cancelled,)),
    When(requests.Turned, at_once=(sla.end_request,), later=(notify.tell_turned,)),
    When(requests.Merged, at_once=(sla.stop_on_merge,)),
    When(requests.Unmerged, at_once=(sla.revive_on_unmerge,)),
    When(requests.Reopened, at_once=(sla.revive_request,), later=(notify.tell_request_reopened,)),
    When(tickets.Replied, at_once=(request_reactions.answer_reply,)),
    When(tickets.Edited, at_once=(request_reactions.follow_requester,)),
    When(requests.ReviewDue, later=(notify.tell_review_of_item,)),
    When(approvals.Approved, at_once=(request_reactions.go_on,)),
    When(approvals.Refused, at_once=(request_reactions.turn_down,)),
    When(approvals.Expired, later=(notify.tell_approval_expired,)),
    # What may concern a million clocks is a job.
    When(calendars.HoursEdited, later=(sla.recalculate_for_hours, oncall.look_ahead_again)),
    When(services.ServiceEdited, later=(sla.recalculate_for_service_hours,)),
    # Whoever is new or has lost a password gets a link by mail.
    When(people.Invited, later=(sign_in.send_invitation,)),
    When(people.ResetAsked, later=(sign_in.send_reset_link,)),
    When(people.PasswordSet, later=(sign_in.send_password_notice,)),
    # Whoever must agree to an action or answer its question hears of it.
    When(actions.Asked, later=(notify.tell_who_decides,)),
    When(actions.Refused, later=(notify.tell_asker,)),
    When(actions.Started, later=(notify.tell_of_question,)),
    # Whoever owns a contract decides in time whether it goes on, with a request that carries the figures.
    When(suppliers.NoticeAhead, later=(notify_contracts.tell_notice_ahead, request_reactions.ask_to_decide)),
    When(suppliers.EndsSoon, later=(notify_contracts.tell_ends_soon,)),
    When(suppliers.Renewed, later=(notify_contracts.tell_renewed,)),
    # Certificates and warranties end; whoever owns them hears of it in time. What people wrote down is recognised.
    When(assets.ItemAdded, later=(discovering.note_ends, discovering.recognise_added)),
    When(assets.ItemEdited, later=(discovering.follow_ends, discovering.recognise_edited)),
    When(assets.ItemObserved, later=(discovering.follow_ends,)),
    When(discovery.EndAhead, later=(notify_deadlines.tell_end_ahead,)),
    # Who could be paged in the weeks ahead may have changed.
    *(When(one, later=(oncall.look_ahead_again,)) for one in CONCERN_PAGING),
    # Whose word counts is another now: what several sources say of is looked at again.
    When(assets.AuthoritySet, later=(register.judge_again,)),
    When(assets.AuthorityRemoved, later=(register.judge_again,)),
    *WHAT_AGREES,
    *WHAT_RESTS,
    *WHAT_CHANGES,
    # Titles that nobody has seen before are read by the rules that there are.
    When(assets.SoftwareChanged, later=(Together(licences.note_titles),)),
    # What a machine counts by licences; days follow their contract; whoever owns licences hears, or is given a request.
    *(When(one, later=(heard,)) for one, heard in licences.HEARS.items()),
    *(When(one, at_once=(heard,)) for one, heard in licences.HEARS_AT_ONCE.items()),
    *(When(one, later=(told,)) for one, told in notify_licences.TELLS.items()),
    *(When(one, later=(told,)) for one, told in notify_audits.TELLS.items()),
    # What somebody who left or moved still holds, or an audit refused, is taken back by actions, or left to people.
    *(When(one, later=(heard,)) for one, heard in reclaiming.HEARS.items()),
    When(licence_events.RenewalAhead, later=(request_reactions.ask_about_licences,)),
    *(When(one, later=(request_reactions.ask_to_license,)) for one in licence_events.MISSING),
    # What articles and runbooks are about has changed: they may be wrong now.
    *(When(one, later=(articles.doubt_articles, automation.doubt_runbooks)) for one in MAKES_DOUBTFUL),
    When(automation_events.MarkedStale, later=(automation.tell_stale,)),
    # What work teaches becomes a draft; who looks after articles hears what they need.
    When(incidents.Closed, later=(capture.write_draft,)),
    When(requests.Closed, later=(capture.write_how_to,)),
    When(problems.BecameKnown, later=(capture.write_known_error,)),
    When(incidents.Opened, later=(capture.weigh_soon,)),
    *(When(one, later=told) for one, told in capture.TELLS.items()),
    # Words for whoever is told of an incident lie ready at its moments; a person sends them.
    When(incidents.Opened, later=(telling.lay_first_words,)),
    When(incidents.SeverityChanged, later=(telling.lay_words_for_severity,)),
    When(incidents.Reprioritised, later=(telling.lay_words_for_severity,)),
    When(incidents.Restored, later=(telling.lay_words_of_return,)),
    When(incidents.Resolved, later=(telling.lay_words_of_end,)),
    When(incidents.Reopened, later=(telling.lay_words_of_relapse,)),
    *(When(one, later=(telling.expect_no_more,)) for one in OVER),
    When(review_events.ReviewPublished, later=(telling.lay_words_of_review,)),
    When(communications.Sent, at_once=(response.move_next_update_by_message, notify.publish)),
    When(communications.Sent, later=(telling.offer_to_status_pages,)),
    # The law's clocks: whoever started one and whoever works on it hear in time.
    When(regulation_events.DueSoon, at_once=(notify.publish,), later=(notify.tell_report_due,)),
    When(regulation_events.Late, at_once=(notify.publish,), later=(notify.tell_report_late,)),
    # Roles of a response: whoever has one, or could have it, hears of it.
    When(response_events.RoleTaken, at_once=(response.give_steps, notify.publish), later=(response.tell_holder,)),
    When(response_events.RoleLeft, at_once=(response.give_steps, notify.publish)),
    When(response_events.RoleAsked, at_once=(notify.publish,), later=(Together(response.ask_candidates),)),
    When(response_events.RoleUnfilled, at_once=(notify.publish,), later=(response.tell_unfilled,)),
    When(response_events.UpdateLate, at_once=(notify.publish,), later=(response.remind_of_update,)),
    # A chat hears how it goes, in the incident's own channel and where every incident of its weight is told.
    When(incidents.Opened, later=(chat.follow_opened,)),
    *(When(one, later=(chat.follow_severity,)) for one in RANKED),
    When(incidents.Acknowledged, later=(chat.tell_acknowledged,)),
    When(incidents.UpdatePosted, later=(chat.tell_update,)),
    When(incidents.Restored, later=(chat.tell_restored,)),
    When(incidents.Resolved, later=(chat.tell_resolved,)),
    When(incidents.Reopened, later=(chat.tell_reopened,)),
    *(When(one, later=(chat.end,)) for one in OVER),
    When(response_events.RoleTaken, later=(chat.tell_role,)),
    When(response_events.RoleLeft, later=(chat.tell_role,)),
    When(response_events.UpdateLate, later=(chat.remind_of_update,)),
    When(communications.Sent, later=(chat.relay,)),
    When(chat_events.RoomOpened, at_once=(notify.publish,), later=(chat.call_in,)),
    When(chat_events.AccountLinked, later=(chat.tell_owner,)),
    When(notify_events.GivenUp, at_once=(chat.go_on_without,)),
    # Programs may hear of more than people do; the rest is told for the record alone.
    *(When(one, at_once=(notify.publish,)) for slice_ in TELLING for one in getattr(slice_, "FOR_PROGRAMS", ())),
    Silent(tuple(one for slice_ in TELLING for one in getattr(slice_, "FOR_THE_RECORD", ()))),
]

__all__ = ["EVERY", "WHEN"]
