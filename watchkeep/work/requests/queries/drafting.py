"""Editions for who looks after the catalogue: what is written at, what changed, and the rule of approval in words."""

from __future__ import annotations

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel.comparing import Line, compare
from watchkeep.work.approvals import life as approvals
from watchkeep.work.requests.models import CatalogueItem, Edition
from watchkeep.work.requests.rules import comparing
from watchkeep.work.requests.rules.forms import Condition, Question


def newest(item: CatalogueItem) -> Edition | None:
    """What is written at: the draft, or the edition in force while there is none; None before the first."""
    return item.editions.select_related("author").first()


def draft_of(item: CatalogueItem) -> Edition | None:
    """The draft, if somebody has begun one."""
    found = newest(item)
    return found if found and found.is_draft else None


def compared(before: Edition, after: Edition) -> list[Line]:
    """What changed from one edition to another, line by line."""
    return compare(_document(before), _document(after))


def rule_of(edition: Edition) -> list[tuple[str, str]]:
    """The rule of approval in words: the name of each stage, then who is asked, how many must agree, and when."""
    names = _names(edition.approval)
    asked = {question.name: question for question in edition.questions}
    return [(str(stage["name"]), _stage(stage, names, asked)) for stage in edition.approval]


def words_of(edition: Edition) -> dict[str, str]:
    """Under which condition each question is asked, in words; those that are always asked are left out."""
    asked = {question.name: question for question in edition.questions}
    return {
        question.name: _(" and ").join(comparing.conditions(question.only_if, asked))
        for question in edition.questions
        if question.only_if
    }


def conditions_of(stage: dict[str, Any]) -> tuple[Condition, ...]:
    """The conditions of a stage, typed."""
    return msgspec.convert(stage.get("only_if", []), type=tuple[Condition, ...])


def _stage(stage: dict[str, Any], names: dict[tuple[str, int], str], asked: dict[str, Question]) -> str:
    people = ", ".join(_approver(one, names) for one in stage["approvers"])
    need = {"all": _("all must agree"), "quorum": _("%(n)s must agree") % {"n": stage.get("quorum", 2)}}
    said = f"{people}: {need.get(stage.get('need', 'any'), _('one of them must agree'))}"
    conditions = comparing.conditions(conditions_of(stage), asked)
    return f"{said}; {_('only if')} {_(' and ').join(conditions)}" if conditions else said


def _approver(one: dict[str, Any], names: dict[tuple[str, int], str]) -> str:
    who = approvals.Who(one["who"])
    kind = "person" if who == approvals.Who.PERSON else "team"
    name = names.get((kind, one.get("id") or 0), "")
    return f"{who.label} ({name})" if name else who.label


def _names(rule: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    ids = {(one["who"], one["id"]) for stage in rule for one in stage["approvers"] if one.get("id")}
    people = [pk for who, pk in ids if who == approvals.Who.PERSON]
    teams = [pk for who, pk in ids if who != approvals.Who.PERSON]
    found = {("person", pk): name for pk, name in Person.objects.filter(pk__in=people).values_list("pk", "name")}
    return found | {("team", pk): name for pk, name in Team.objects.filter(pk__in=teams).values_list("pk", "name")}


def _document(edition: Edition) -> str:
    terms = [
        (_("Price, once"), f"€ {edition.price_once:,.2f}"),
        (_("Price per month"), f"€ {edition.price_monthly:,.2f}"),
        (_("Held and given back"), _("yes") if edition.is_kept else _("no")),
        (_("At most for each person"), edition.most_each or _("no limit")),
        (_("At most in all"), edition.most_in_all or _("no limit")),
        *((_("Approval: %(name)s") % {"name": name}, words) for name, words in rule_of(edition)),
    ]
    return comparing.as_text([f"{name}: {value}" for name, value in terms], edition.questions)
