"""What verdicts, reviews of changes and suspects tell on timelines."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.incidents.story import Line

LINES: Mapping[str, Line] = {
    "verdict.reached": Line(
        "plan",
        "impact",
        _("Its verdict is “{finding}”; figures that are worse: {worse} of {compared}"),
        "violet",
        is_news_only=True,
    ),
    "change_review.asked": Line("plan", "book", _("A review is asked for ({why})"), "amber"),
    "change_review.late": Line("plan", "timer", _("Its review is late"), "orange"),
    "change_review.done": Line("plan", "book", _("{by} reviewed it"), "green"),
    "suspect.named": Line("links", "change", _("{by}: it was {number}"), "red"),
    "suspect.ruled_out": Line("links", "change", _("{by}: it was not {number}")),
    "suspect.back": Line("links", "change", _("{by}: it may have been {number} after all")),
}
