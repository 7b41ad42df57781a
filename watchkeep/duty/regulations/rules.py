"""The moments of three laws, and the words for a report: no database, no clock.

Sources: NIS2 is Directive (EU) 2022/2555, Article 23(4). DORA is Regulation (EU) 2022/2554, Article 19(4), with the
time limits of Commission Delegated Regulation (EU) 2025/301, Article 5. GDPR is Regulation (EU) 2016/679, Articles 33
and 34. Each is counted to the minute and without regard to weekends, so never later than a law allows, unless somebody
states the terms that the law itself has for them: providers of trust services notify within 24 hours (NIS2, Article
23(4), second subparagraph); under DORA a moment on a weekend day or bank holiday moves to noon of the next working day
(Article 5(4)), for credit institutions, central counterparties, trading venues and entities under NIS2 only that of the
final report (Article 5(5)), and not where the authority has said no (Article 5(6)). What national law or an authority
adds is not known here.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from watchkeep.estate.calendars.queries import Hours, closed_because

DAY = timedelta(hours=24)
THREE_DAYS = timedelta(hours=72)
FOUR_HOURS = timedelta(hours=4)
SATURDAY = 5
IN_ITS_STEAD = timedelta(days=7)
"""How long before the final report is due a report of progress can stand in for it. An earlier one moves nothing."""
WARNS_AFTER = 0.75
"""The share of the time after which somebody is reminded."""
LONGEST_WORDS = 20_000
LONGEST_NAME = 2000
NAMES = (
    *("number", "title", "service", "severity", "aware_at", "classified_at", "due_at", "opened_at", "restored_at"),
    *("cause", "measures", "people", "regime", "stage"),
)
"""What a wording may name."""


class Regime(models.TextChoices):
    """A law that wants incidents reported."""

    NIS2 = "nis2", _("NIS2")
    DORA = "dora", _("DORA")
    GDPR = "gdpr", _("GDPR")


class Terms(models.TextChoices):
    """What a law has for some of those who report, as a person states it."""

    PLAIN = "plain", _("As for everybody")
    TRUST = "trust", _("NIS2: we provide trust services, which this incident touches")
    OFF_DAYS = "off_days", _("DORA: weekends and bank holidays move every report")
    OFF_DAYS_FINAL = "off_days_final", _("DORA: they move the final report alone")


TERMS = {
    Regime.NIS2: (Terms.PLAIN, Terms.TRUST),
    Regime.DORA: (Terms.PLAIN, Terms.OFF_DAYS, Terms.OFF_DAYS_FINAL),
    Regime.GDPR: (Terms.PLAIN,),
}
"""Which terms a law knows."""
MOVING = (Terms.OFF_DAYS, Terms.OFF_DAYS_FINAL)
"""Terms that need a calendar."""


@dataclass(frozen=True)
class Stage:
    """One report that a law wants: what it is called, what it is for, and where the law says so.

    ``after``: one of those that are made when there is more to tell, once the stage of that name was.
    """

    slug: str
    name: Any
    says: Any
    source: str
    after: str = ""


STAGES: Mapping[str, tuple[Stage, ...]] = {
    Regime.NIS2: (
        Stage("early_warning", _("Early warning"), _("Within 24 hours of becoming aware."), "Art. 23(4)(a)"),
        Stage("notification", _("Incident notification"), _("Within 72 hours of becoming aware."), "Art. 23(4)(b)"),
        Stage("final", _("Final report"), _("Within a month of the notification."), "Art. 23(4)(d)"),
    ),
    Regime.DORA: (
        Stage(
            "initial",
            _("Initial notification"),
            _("Within 4 hours of classifying it as major, at the latest 24 hours after becoming aware."),
            "Art. 19(4)(a); (EU) 2025/301 Art. 5",
        ),
        Stage(
            "intermediate",
            _("Intermediate report"),
            _("Within 72 hours of the initial notification."),
            "Art. 19(4)(b); (EU) 2025/301 Art. 5",
        ),
        Stage(
            "final",
            _("Final report"),
            _("Within a month of the intermediate report."),
            "Art. 19(4)(c); (EU) 2025/301 Art. 5",
        ),
    ),
    Regime.GDPR: (
        Stage("authority", _("Notification of the authority"), _("Within 72 hours of becoming aware."), "Art. 33(1)"),
        Stage(
            "people",
            _("Word to the people concerned"),
            _("Without undue delay, when the risk for them is high."),
            "Art. 34(1)",
        ),
    ),
}


MORE: Mapping[str, Stage] = {
    Regime.NIS2: Stage(
        "progress",
        _("Progress report"),
        _("While it goes on. In the last week before the final report is due, it moves that to a month after the end."),
        "Art. 23(4)(e)",
        after="notification",
    ),
    Regime.DORA: Stage(
        "update",
        _("Updated intermediate report"),
        _("When something changed, and in any case when regular work is back. The final report counts from it."),
        "(EU) 2025/301 Art. 5(1)(b)",
        after="intermediate",
    ),
    Regime.GDPR: Stage(
        "more",
        _("Further information"),
        _("What was not known at first, without undue further delay."),
        "Art. 33(4)",
        after="authority",
    ),
}
"""What each law wants when there is more to tell, as often as there is."""


@dataclass(frozen=True)
class Known:
    """What the moments of a law are counted from. ``sent``: when each stage was reported last, by its short name.

    ``hours``: the calendar whose weekends and bank holidays move a moment, where the terms say that they do.
    """

    aware_at: datetime
    classified_at: datetime | None
    sent: Mapping[str, datetime]
    terms: str = Terms.PLAIN
    hours: Hours | None = None
    handled_at: datetime | None = None


def due(regime: str, known: Known) -> dict[str, datetime | None]:
    """By when each report is due. One that follows another is counted from its sending, until then from its due."""
    if regime == Regime.NIS2:
        notification = known.aware_at + (DAY if known.terms == Terms.TRUST else THREE_DAYS)
        final: datetime | None = month_after(known.sent.get("notification", notification))
        if final and known.sent.get("progress", final - IN_ITS_STEAD) > final - IN_ITS_STEAD:
            final = month_after(known.handled_at) if known.handled_at else None
        return {"early_warning": known.aware_at + DAY, "notification": notification, "final": final}
    if regime == Regime.DORA:
        each, last = (known.hours if known.terms in kinds else None for kinds in ((Terms.OFF_DAYS,), MOVING))
        initial = moved(_initial(known), each)
        intermediate = moved(known.sent.get("initial", initial) + THREE_DAYS, each)
        told = known.sent.get("update") or known.sent.get("intermediate", intermediate)
        return {"initial": initial, "intermediate": intermediate, "final": moved(month_after(told), last)}
    return {"authority": known.aware_at + THREE_DAYS, "people": None}


def moved(at: datetime, hours: Hours | None) -> datetime:
    """Noon of the next working day, where a moment falls on a weekend day or a holiday of that calendar."""
    if hours is None:
        return at
    zone = ZoneInfo(hours.time_zone)
    day = first = at.astimezone(zone).date()
    while day.weekday() >= SATURDAY or closed_because(hours, day):
        day += timedelta(days=1)
    return at if day == first else datetime.combine(day, time(12), zone).astimezone(UTC)


def month_after(at: datetime) -> datetime:
    """The same day and time of the next month; its last day, where that month is shorter."""
    year, month = (at.year + 1, 1) if at.month == 12 else (at.year, at.month + 1)
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def warn_at(since: datetime, due_at: datetime | None) -> datetime | None:
    """When somebody is reminded: once three quarters of the time are gone."""
    return since + (due_at - since) * WARNS_AFTER if due_at else None


def stage(regime: str, slug: str) -> Stage:
    """A stage by its short name."""
    return next(one for one in (*STAGES[regime], MORE[regime]) if one.slug == slug)


def says(regime: str, slug: str, terms: str) -> str:
    """By when a stage is wanted, in words, under these terms."""
    if terms == Terms.TRUST and slug == "notification":
        return str(_("Within 24 hours of becoming aware, as trust services are touched."))
    told = str(stage(regime, slug).says)
    is_moved = terms == Terms.OFF_DAYS or (terms == Terms.OFF_DAYS_FINAL and slug == "final")
    tail = _("On a weekend day or bank holiday: by noon of the next working day.")
    return f"{told} {tail}" if is_moved and slug != MORE[regime].slug else told


def fill(wording: str, names: Mapping[str, str]) -> str:
    """The text of a report, its names filled in. Raises ValueError, with the reason, where that cannot be done."""
    check(wording)
    return _ENGINE.from_string(wording).render({name: names[name][:LONGEST_NAME] for name in NAMES})[:LONGEST_WORDS]


def check(wording: str) -> None:
    """Raise ValueError, with the reason, unless a wording holds text, known names and conditions alone.

    No loops, calls or arithmetic: what a text may cost is known before it is filled.
    """
    try:
        tree = _ENGINE.parse(wording)
        strange = [type(node).__name__ for node in tree.find_all(nodes.Node) if not isinstance(node, _ALLOWED)]
        unknown = sorted(meta.find_undeclared_variables(tree) - set(NAMES))
        if strange or unknown:
            raise ValueError(", ".join(strange or unknown))
        _ENGINE.compile(tree)
    except TemplateSyntaxError as error:
        raise ValueError(str(error)) from error
    except (RecursionError, SyntaxError) as error:  # the second by the compiler, of too many levels
        raise ValueError(_("nested too deeply")) from error


def _initial(known: Known) -> datetime:
    """Four hours from classification, but not beyond a day from awareness; classified later than that, four hours."""
    latest = known.aware_at + DAY
    if known.classified_at is None:
        return latest
    return (
        known.classified_at + FOUR_HOURS
        if known.classified_at > latest
        else min(known.classified_at + FOUR_HOURS, latest)
    )


_ENGINE = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)  # plain text
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Compare),
    *(nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
