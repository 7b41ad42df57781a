"""Answers to a form: checked on the server, against the edition, for whoever gives them. And files given on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from watchkeep.kernel import files
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests.models import Edition, Upload
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.queries import filling
from watchkeep.work.requests.rules import answers as rules
from watchkeep.work.requests.rules.forms import Ask, Form
from watchkeep.work.tickets import life as tickets

MOST_UPLOADS = 50


def check(edition: Edition, answers: Mapping[str, Any], *, by: Actor) -> tuple[dict[str, Any], dict[str, str]]:
    """The clean answers to what is asked, and by name of the question what is wrong with the others."""
    form = edition.questions
    clean, faults = rules.check(form, answers)
    for name in _unknown_records(form, clean, by):
        faults[name] = _("Choose one of the list.")
        del clean[name]
    for name in _unknown_files(form, clean, by):
        faults[name] = _("The file is not here any more. Add it anew.")
        del clean[name]
    return clean, faults


def check_or_refuse(edition: Edition, answers: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """The clean answers. Refused with the field ``answers.NAME`` for the first that is wrong."""
    clean, faults = check(edition, answers, by=by)
    for name, why in faults.items():
        question = edition.questions.question(name)
        raise Refused(f"{question.label if question else name}: {why}", field=f"answers.{name}", code="wrong_answer")
    return clean


def upload(*, by: Actor, file: File[bytes], name: str, declared: str = "") -> Upload:
    """Keep a file for a request that is being filled in. Refused (field ``file``) when it is none that we take."""
    by.need(P.ASK, _("ask for something"))
    if by.person is None:
        raise Refused(_("Only a person gives files."), field="file")
    if Upload.objects.filter(person=by.person).count() >= MOST_UPLOADS:
        raise Refused(_("Too many files wait already."), field="file", code="too_many")
    name, head = tickets.safe_name(name), file.read(4096)
    file.seek(0)
    kind = tickets.content_type(name, declared, head, file.size or 0)
    kept = Upload(person_id=by.person, name=name, content_type=kind, size=file.size or 0)
    files.keep(kept, file)
    return kept


def _unknown_records(form: Form, clean: Mapping[str, Any], by: Actor) -> list[str]:
    wrong = []
    for ask in (Ask.PERSON, Ask.SERVICE, Ask.ASSET):
        given = {one.name: clean[one.name] for one in form if one.ask == ask and one.name in clean}
        if given:
            known = filling.fit(by, ask, given.values())
            wrong += [name for name, pk in given.items() if pk not in known]
    return wrong


def _unknown_files(form: Form, clean: Mapping[str, Any], by: Actor) -> list[str]:
    given = {one.name: clean[one.name] for one in form if one.ask == Ask.FILE and one.name in clean}
    keys = [key for each in given.values() for key in each]
    known = set(Upload.objects.filter(key__in=keys, person=by.person).values_list("key", flat=True)) if keys else set()
    return [name for name, each in given.items() if not known.issuperset(each)]
