"""Whether a root cause is known as well as its severity requires."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Parts:
    """How much there is, or must be, of each part."""

    factors: int = 0
    causes: int = 0
    controls: int = 0
    is_gap_answered: bool = False
    actions: int = 0


def missing(known: Parts, needed: Parts) -> list[str]:
    """What is still missing, in words that say what to do."""
    lacks: list[str] = []
    if (lack := needed.factors - known.factors) > 0:
        lacks.append(ngettext("%(n)d contributing factor", "%(n)d contributing factors", lack) % {"n": lack})
    if (lack := needed.causes - known.causes) > 0:
        lacks.append(ngettext("%(n)d underlying cause", "%(n)d underlying causes", lack) % {"n": lack})
    if (lack := needed.controls - known.controls) > 0:
        words = ngettext("%(n)d failed or missing control", "%(n)d failed or missing controls", lack)
        lacks.append(words % {"n": lack})
    if needed.is_gap_answered and not known.is_gap_answered:
        lacks.append(_("an answer whether detection had a gap"))
    if (lack := needed.actions - known.actions) > 0:
        words = ngettext(
            "%(n)d corrective action with owner and date", "%(n)d corrective actions with owner and date", lack
        )
        lacks.append(words % {"n": lack})
    return lacks
