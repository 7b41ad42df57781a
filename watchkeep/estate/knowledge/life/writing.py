"""Writing: a draft, its versions, and what is known of an article beside its words."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.events import Edited, Written
from watchkeep.estate.knowledge.life import understanding
from watchkeep.estate.knowledge.models import LIVE, Article, Audience, State, Template, Version
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused, Stale
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

TEXTS = ("title", "summary", "body")
"""What a version keeps."""
KNOWN = ("kind", "language", "audience", "organisation", "severities", "tags", "team", "owner", "reviewer")
TIES = ("services", "items")
EDITABLE = (*TEXTS, *KNOWN, *TIES)


@transaction.atomic
def write(*, by: Actor, title: str, source: str = "", source_key: str = "", **values: Any) -> Article:
    """Write a draft. It is its author's, unless somebody else is named."""
    by.need(P.WRITE, _("write articles"))
    _refuse_unknown(values)
    texts, known, ties = _sorted_out({"title": title, **values})
    article = Article(number=next_number("KB"), source=source, source_key=source_key)
    save(article, **{"owner_id": by.person, **known}, **texts, **_taken_apart(texts["title"], texts.get("body", "")))
    for name, rows in ties.items():
        getattr(article, name).set(rows)
    _keep_version(article, 1, texts, by, note="")
    tell(Written(record=article.pk, by=by, number=article.number, source=source))
    return article


def write_from(template: Template, *, by: Actor, title: str, **values: Any) -> Article:
    """Write a draft that begins with a template."""
    given = {"kind": template.kind, "audience": template.audience, "body": template.body, "tags": template.tags.split()}
    return write(by=by, title=title, **given | values)


@transaction.atomic
def edit(article: Article, *, by: Actor, seen: int | None = None, note: str = "", **changes: Any) -> Article:
    """Save other words as a new version, or change what is known beside them.

    Readers of what is published see the words once they are published. ``seen`` is the version that the writer began
    with: Stale when somebody saved a newer one meanwhile.
    """
    by.need(P.WRITE, _("write articles"))
    _refuse_unknown(changes)
    texts, known, ties = _sorted_out(changes)
    if article.state == State.RETIRED:
        raise Refused(_("It is retired: take it up again first."), code="wrong_state")
    _refuse_widening(article, by, known)
    changed = _save_words(article, by, seen, note, texts) + _save_known(article, known, ties)
    if changed:
        Article.objects.filter(pk=article.pk).update(updated_at=clock.now())
        understanding.look_again([article.pk])
        tell(Edited(record=article.pk, by=by, fields=sorted(changed), version=article.latest))
    return article


def restore(article: Article, *, by: Actor, version: Version) -> None:
    """Make the words of an earlier version the newest ones."""
    note = _("Version %(number)s again") % {"number": version.number}
    edit(article, by=by, note=note, **{name: getattr(version, name) for name in TEXTS})


def words_of(version: Version) -> dict[str, Any]:
    """What an article takes over from a version, with what is made of it for finding."""
    return {name: getattr(version, name) for name in TEXTS} | _taken_apart(version.title, version.body)


def _save_words(article: Article, by: Actor, seen: int | None, note: str, texts: Mapping[str, str]) -> list[str]:
    if not texts:
        return []
    article.refresh_from_db(fields=["latest", "state"])
    newest = article.versions.get(number=article.latest)
    changed = [name for name, text in texts.items() if getattr(newest, name) != text]
    if not changed:
        return []
    if seen is not None and seen != article.latest:
        _clash(newest, changed)
    whole = {name: texts.get(name, getattr(newest, name)) for name in TEXTS}
    number = article.latest + 1
    if not Article.objects.filter(pk=article.pk, latest=article.latest).update(latest=number):
        article.refresh_from_db(fields=["latest"])
        _clash(article.versions.get(number=article.latest), changed)
    article.latest = number
    version = _keep_version(article, number, whole, by, note)
    if article.state not in LIVE:
        save(article, **words_of(version))
    return changed


def _save_known(article: Article, known: Mapping[str, Any], ties: Mapping[str, Any]) -> list[str]:
    changed = save(article, **known) if known else []
    for name, rows in ties.items():
        held, ids = getattr(article, name), {row.pk for row in rows}
        if ids != set(held.values_list("pk", flat=True)):
            held.set(rows)
            changed.append(name)
    return changed


def _keep_version(article: Article, number: int, texts: Mapping[str, str], by: Actor, note: str) -> Version:
    note = note.replace("\x00", "").strip()[:200]
    return Version.objects.create(
        article=article, number=number, note=note, author_id=by.person, author_key=str(by), **texts
    )


def _clash(newest: Version, fields: list[str]) -> None:
    raise Stale(
        _("Somebody saved a newer version while you were writing. Nothing was overwritten."),
        current={name: getattr(newest, name) for name in fields},
    )


def _refuse_unknown(given: Mapping[str, Any]) -> None:
    if unknown := given.keys() - set(EDITABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))


def _refuse_widening(article: Article, by: Actor, known: Mapping[str, Any]) -> None:
    """Whom a published article is for is decided by whoever may publish."""
    if article.is_live and any(getattr(article, n) != known[n] for n in ("audience", "organisation") if n in known):
        by.need(P.PUBLISH, _("decide who reads a published article"))


def _sorted_out(given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
    """Words, what is known beside them, and ties to other records, each cleaned."""
    texts = {name: _clean(name, given[name]) for name in TEXTS if name in given}
    known = {name: given[name] for name in KNOWN if name in given}
    if "tags" in known:
        known["tags"] = rules.clean_tags(known["tags"])
    if "severities" in known:
        known["severities"] = sorted({int(one) for one in known["severities"]})
        if not set(known["severities"]) <= {1, 2, 3, 4}:
            raise Refused(_("Severities go from 1 to 4."), field="severities")
    if known.get("audience") == Audience.ORGANISATION and known.get("organisation") is None:
        raise Refused(_("Say for which organisation."), field="organisation", code="missing")
    if "audience" in known and known["audience"] != Audience.ORGANISATION:
        known["organisation"] = None
    return texts, known, {name: list(given[name]) for name in TIES if name in given}


def _clean(name: str, text: str) -> str:
    if name == "title":
        return rules.clean_title(text)
    text, most = text.replace("\x00", "").replace("\r\n", "\n").strip(), 300 if name == "summary" else rules.LONGEST
    if len(text) > most:
        raise Refused(_("At most %(most)s characters.") % {"most": most}, field=name, code="too_long")
    return text


def _taken_apart(title: str, body: str) -> dict[str, Any]:
    """What search makes of a text."""
    plain = rules.plain(body)
    return {"plain": plain, "headings": rules.headings(body), "size": len(f"{title} {plain}".split())}
