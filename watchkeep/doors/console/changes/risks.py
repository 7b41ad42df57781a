"""How a risk is drawn: its band as a sign, its parts as bars, from what each was reckoned and what lowers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Sign, Words
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import Conflict, Known, Score, Sketch, band_of

BANDS = {
    "low": Sign(_("Low risk"), "down", "green"),
    "medium": Sign(_("Medium risk"), "minus", "amber"),
    "high": Sign(_("High risk"), "up", "red"),
}
LOWERS: dict[str, Words] = {
    "reach": _("Less that it touches at once."),
    "record": _("A model whose runs went well, or somebody whose changes did."),
    "size": _("Fewer steps at a time, and a shorter outage."),
    "time": _("A time at which hardly anybody uses it, and no weekend after it."),
    "freeze": _("A time further from the freeze."),
    "collision": _("A time at which nothing else is done there."),
    "care": _("A test and a way back in a dozen words or as steps, and a way back that was tried."),
}
PAGES = {"freeze": "console:freezes", "maintenance": "console:maintenance"}
SHOWN = 12


@dataclass(frozen=True)
class Proof:
    """One thing that a part was reckoned from: in words, with its page where the reader may see it."""

    words: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Bar:
    """One part of a score. ``proofs`` are some of what it was reckoned from, ``more`` how many others there are."""

    name: str
    label: Words
    points: int
    most: int
    why: str
    proofs: Sequence[Proof] = ()
    more: int = 0
    lowers: Words = ""


def bars(parts: list[dict[str, Any]], proofs: Mapping[str, Sequence[Proof]] | None = None) -> list[Bar]:
    """The parts of a score that a row keeps, what weighs most first; with proofs also what lowers each."""
    return sorted((_bar(one, proofs) for one in parts), key=lambda one: -one.points)


def _bar(part: dict[str, Any], proofs: Mapping[str, Sequence[Proof]] | None) -> Bar:
    name = part["name"]
    said = (name, queries.PARTS.get(name, name), part["points"], part["most"], part["why"])
    if proofs is None:
        return Bar(*said)
    found = proofs.get(name, ())
    lowers = LOWERS.get(name, "") if part["points"] else ""
    return Bar(*said, found[:SHOWN], max(0, len(found) - SHOWN), lowers)


def explained(sketch: Sketch, actor: Actor) -> dict[str, Any]:
    """How risky that would be, as it is drawn, with what it was reckoned from."""
    known = queries.known_of(sketch)
    score: Score = queries.score(known.inputs)
    return {"score": score, "sign": sign_of(score.total), "bars": bars(score.plain(), _proofs(known, actor))}


def _proofs(known: Known, actor: Actor) -> dict[str, list[Proof]]:
    freeze = [known.freeze] if known.freeze else []
    return {
        "reach": _services(known.hit, actor), "record": _kin(known, actor),
        "collision": [_conflict(one) for one in known.collisions], "freeze": [_conflict(one) for one in freeze],
    }  # fmt: skip


def _services(hit: Sequence[Service], actor: Actor) -> list[Proof]:
    seen = Service.objects.visible_to(actor).filter(pk__in=[one.pk for one in hit]).order_by("tier", "name")
    return [Proof(one.name, reverse("console:service", args=[one.slug])) for one in seen]


def _kin(known: Known, actor: Actor) -> list[Proof]:
    """What went wrong first."""
    wrong = {one.change for one in known.kin if one.went_wrong}
    rows = Change.objects.visible_to(actor).filter(pk__in=[one.change for one in known.kin]).select_related("ticket")
    ordered = sorted(rows, key=lambda one: (one.pk not in wrong, -one.pk))
    return [
        Proof(
            f"{one.number} {one.ticket.title}: {_now('went wrong') if one.pk in wrong else _now('went well')}",
            reverse("console:change", args=[one.number]),
            "red" if one.pk in wrong else "green",
        )
        for one in ordered
    ]


def _conflict(one: Conflict) -> Proof:
    return Proof(one.words, href_of(one))


def href_of(one: Conflict) -> str:
    """The page of what stands against a change."""
    if one.number:
        return reverse("console:change", args=[one.number])
    return reverse(PAGES[one.kind]) if one.kind in PAGES else ""


def sign_of(risk: int | None) -> Sign:
    """The sign of a score's band."""
    return BANDS[band_of(risk)]
