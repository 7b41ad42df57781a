"""The components, as template tags. ``/ui`` shows each with its usage; docs/ui.md lists them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, ChoiceField, Field, ModelChoiceField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from watchkeep.doors.ui import drawing, formats, signs, toasts
from watchkeep.kernel import clock

register = template.Library()
Context = Mapping[str, Any]


# ---- pictures and words


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An icon from the sprite: silent to screen readers unless ``label`` says what it means."""
    return drawing.icon(name, str(label), classes)


@register.simple_tag
def icon_at(name: str, x: int, y: int) -> SafeString:
    """An icon within a drawing."""
    return drawing.icon_at(name, x, y)


@register.simple_tag
def badge(words: object, tone: str = "grey", icon_name: str = "", classes: str = "") -> SafeString:
    """A small label. Its words carry the meaning; tone and icon support them."""
    return drawing.badge(words if isinstance(words, SafeString) else str(words), tone, icon_name, classes)


@register.simple_tag
@drawing.once
def state(value: str, classes: str = "") -> SafeString:
    """A state as a badge."""
    sign = signs.of_state(value)
    return badge(sign.label, sign.tone, sign.icon, classes)


@register.simple_tag
@drawing.once
def state_sign(value: str) -> SafeString:
    """A state as an icon that speaks its name: for dense rows."""
    return _bare(signs.of_state(value))


@register.simple_tag
@drawing.once
def priority(level: int | None, words: bool = True) -> SafeString:
    """A priority as bars and, unless ``words`` is off, its name."""
    sign = signs.PRIORITIES.get(level or 0)
    if not sign:
        return mark_safe("")
    label = f"P{level} {sign.label}"
    if not words:
        return _bare(signs.Sign(label, sign.icon, sign.tone))
    return format_html('<span class="sign tone-{}">{}{}</span>', sign.tone, icon(sign.icon), label)


@register.simple_tag
@drawing.once
def severity(level: int | None, classes: str = "") -> SafeString:
    """A severity as a badge; nothing when none is declared."""
    sign = signs.SEVERITIES.get(level or 0)
    return badge(sign.label, sign.tone, sign.icon, classes) if sign else mark_safe("")


@register.simple_tag
def avatar(name: object, large: bool = False) -> SafeString:
    """The initials of a person, beside a name that is written out."""
    return drawing.avatar(str(name or ""), large)


@register.simple_tag
def machine(icon_name: str = "machine") -> SafeString:
    """The avatar of whoever is not a person: a rule, an integration, the clock."""
    return format_html('<span class="avatar is-machine" aria-hidden="true">{}</span>', icon(icon_name))


@register.simple_tag
def person(name: object, empty: str = "") -> SafeString:
    """A person: initials and name, or ``empty`` in quiet letters."""
    if not name:
        return format_html('<span class="faint">{}</span>', empty or _("Nobody"))
    return format_html('<span class="person">{}<span class="clip">{}</span></span>', avatar(name), name)


@register.simple_tag
def key(keys: str) -> SafeString:
    """Keys to press, such as ``g n``."""
    return mark_safe(" ".join(format_html("<kbd>{}</kbd>", one) for one in keys.split()))  # noqa: S308


# ---- times and numbers


@register.simple_tag
def ago(at: datetime | None, empty: str = "") -> SafeString:
    """A moment relative to now; the exact one on hover; the browser keeps it true."""
    return drawing.time(at, "ago", formats.ago(at, clock.now())) if at else drawing.faint(empty)


@register.simple_tag
def moment(at: datetime | None, empty: str = "", zoned: bool = False) -> SafeString:
    """Date and time in the reader's zone, which is named if ``zoned``."""
    return drawing.time(at, "", formats.moment(at, zoned=zoned)) if at else drawing.faint(empty)


@register.simple_tag
def span(starts_at: datetime | None, ends_at: datetime | None) -> SafeString:
    """From when until when in the reader's zone, which is named once."""
    return drawing.span(starts_at, ends_at) if starts_at and ends_at else moment(starts_at or ends_at, zoned=True)


@register.simple_tag
def elapsed(since: datetime | None, until: datetime | None = None) -> SafeString:
    """How long it has lasted; it keeps counting unless ``until`` has come."""
    if not since:
        return mark_safe("")
    words = formats.duration(((until or clock.now()) - since).total_seconds())
    return drawing.time(since, "" if until else "elapsed", words)


@register.simple_tag
def due(at: datetime | None, warn_at: datetime | None = None, paused: bool = False, label: str = "") -> SafeString:
    """The time left until a target, or how long it is overdue, with a shape for each case."""
    if paused or not at:
        words = _("Paused") if paused else ""
        return drawing.due("grey", "pause" if paused else "clock", f"{label} {words}".strip())
    now = clock.now()
    left = (at - now).total_seconds()
    words = formats.duration(left) if left >= 0 else _("%(time)s over") % {"time": formats.duration(left)}
    late = signs.Sign("", "fire", "red") if left < 0 else None
    close = signs.Sign("", "timer", "amber") if warn_at and warn_at <= now else None
    sign = late or close or signs.Sign("", "clock")
    return drawing.due(sign.tone, sign.icon, drawing.time(at, "due", words), label)


@register.filter
def duration(seconds: float | None) -> str:
    """Seconds as ``2 h 14 min``."""
    return "" if seconds is None else formats.duration(float(seconds))


@register.filter
def money(amount: Decimal | float | None, currency: str = "€") -> str:
    """An amount of money, without needless cents."""
    return "" if amount is None else formats.money(amount, currency)


@register.filter
def number(value: float | None) -> str:
    """A number with thousands set apart."""
    return "" if value is None else formats.number(value)


@register.filter
def size(count: int) -> str:
    """Bytes as people say them."""
    return formats.size(count)


@register.filter
def capped(count: tuple[int, bool]) -> str:
    """A count that stops counting: ``(500, True)`` is ``500+``."""
    return f"{count[0]:,}{'+' if count[1] else ''}"


@register.simple_tag
def progress(value: float, top: float = 100, label: str = "", tone: str = "") -> SafeString:
    """A bar between nothing and ``top``."""
    tone = f"tone-{tone}" if tone else ""
    return format_html(
        '<progress class="progress {}" value="{}" max="{}" aria-label="{}"></progress>', tone, value, top, label
    )


# ---- what people press and fill in


@register.inclusion_tag("ui/parts/button.html")
def button(
    label: object, kind: str = "", href: str = "", icon: str = "", key: str = "", **attributes: Any
) -> dict[str, Any]:
    """A button, or a link that looks like one (``href``). ``kind``: primary, danger, quiet; several with spaces.

    ``key`` is the one-letter shortcut. Attributes pass through: ``name``, ``value``, ``form``, ``data_dialog``…
    ``only_icon=True`` hides the words from sight, not from screen readers.
    """
    return {
        "label": label,
        "classes": " ".join(f"is-{word}" for word in kind.split()),
        "href": href,
        "icon": icon,
        "key": key,
        "only_icon": attributes.pop("only_icon", False),
        "type": attributes.pop("type", "submit"),
        "attributes": _attributes(attributes),
    }


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, optional: bool = True) -> dict[str, Any]:
    """A form field: label, help, control, and what is wrong with it."""
    widget = bound.field.widget
    several = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": bound,
        "several": several,
        "single_check": isinstance(widget, CheckboxInput),
        "optional": optional and not bound.field.required and not several and not _always_says(bound.field),
        "needed_for": getattr(bound.field, "needed_for", ""),
    }


def _always_says(field: Field) -> bool:
    """Whether something is chosen in any case: none of its choices is empty."""
    if not isinstance(field, ChoiceField) or isinstance(field, ModelChoiceField):
        return False
    choices: Any = field.choices
    return all(value not in {"", None} for value, _words in choices)


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """Everything of a form but its buttons: what is wrong with the whole, hidden and visible fields."""
    return {"form": form}


@register.simple_tag
def choices(
    name: str, offered: Iterable[tuple[str, object]], chosen: Sequence[str], single: bool = False
) -> SafeString:
    """The lines of a menu, to tick one or several. A tag, and no loop in a template: there may be hundreds."""
    lines = tuple((value, str(words)) for value, words in offered)
    return drawing.choices("radio" if single else "checkbox", name, lines, frozenset(chosen))


@register.inclusion_tag("ui/parts/tabs.html", takes_context=True)
def tabs(context: Context, items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Links side by side. Each item: (words, address) or (words, address, count); the current one is marked."""
    here = context["request"].get_full_path()
    rows = [(*item, "")[:3] for item in items]
    path_only = all("?" not in str(row[1]) for row in rows)
    here = here.partition("?")[0] if path_only else here
    return {"items": [(*row, str(row[1]) == here) for row in rows], "label": label}


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pages(context: Context, page: Any, count: tuple[int, bool] | None = None) -> dict[str, Any]:
    """Previous and next of a keyset page, the rest of the address kept."""
    request = context["request"]
    return {
        "next": _with(request, cursor=page.next) if page.next else "",
        "previous": _with(request, cursor=page.previous) if page.previous else "",
        "count": count,
    }


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The address of this page with some parameters changed (None takes one away) and the cursor dropped."""
    return _with(context["request"], **{"cursor": None, **changes})


# ---- boxes


@register.simple_block_tag
def nothing(content: str, title: object, icon_name: str = "success", small: bool = False) -> SafeString:
    """Nothing here: say what that means and what to do."""
    return format_html(
        '<div class="empty{}">{}<p class="empty-title">{}</p>{}</div>',
        " is-small" if small else "",
        icon(icon_name),
        title,
        content,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: object = "") -> SafeString:
    """A word to the reader that stays: info, success, warning, error."""
    sign = signs.NOTICES[kind]
    head = format_html("<strong>{}</strong>", title) if title else ""
    return format_html(
        '<div class="notice tone-{}" role="{}">{}<div class="notice-words">{}<div>{}</div></div></div>',
        sign.tone,
        "alert" if kind == "error" else "note",
        icon(sign.icon, label=str(sign.label)),
        head,
        content,
    )


@register.simple_block_tag
def card(content: str, title: object, flush: bool = False, more: str = "", more_label: object = "") -> SafeString:
    """A box with a heading and, at its end, a link to all of it."""
    link = format_html('<a class="small" href="{}">{}</a>', more, more_label or _("All")) if more else ""
    return format_html(
        '<section class="card{}"><div class="card-head"><h2>{}</h2>{}</div>{}</section>',
        " is-flush" if flush else "",
        title,
        link,
        content,
    )


@register.simple_block_tag
def facts(content: str, title: object, action: str = "", action_label: object = "") -> SafeString:
    """A group in the facts panel, holding ``fact`` pairs."""
    link = (
        format_html('<a class="small" href="{}" data-dialog>{}</a>', action, action_label or _("Change"))
        if action
        else ""
    )
    return format_html(
        '<section class="facts"><div class="facts-head"><h2>{}</h2>{}</div><dl>{}</dl></section>', title, link, content
    )


@register.simple_block_tag
def fact(content: str, label: object) -> SafeString:
    """A pair in a definition list."""
    return format_html("<dt>{}</dt><dd>{}</dd>", label, content)


@register.simple_block_tag
def entry(content: str, mark: str, at: datetime, tone: str = "", **attributes: Any) -> SafeString:
    """A line in a timeline: an icon (or an avatar's HTML), what happened, when."""
    drawn = mark if mark.startswith("<") else icon(mark)
    return format_html(
        '<li class="entry" {}><span class="entry-mark {}">{}</span>'
        '<div class="entry-line"><span>{}</span>{}</div></li>',
        _attributes(attributes),
        f"tone-{tone}" if tone else "",
        drawn,
        content,
        ago(at),
    )


@register.filter
def undo_of(message: Message) -> str:
    """The address that takes this toast's act back."""
    return toasts.extra_of(message).undo


@register.filter
def clears_of(message: Message) -> str:
    """The draft that this toast says was sent."""
    return toasts.extra_of(message).clears


@register.filter
def sign_of(message: Message) -> signs.Sign:
    """How a message is drawn."""
    return signs.NOTICES[message.level_tag]


def _bare(sign: signs.Sign) -> SafeString:
    return drawing.sign(sign.tone, sign.icon, str(sign.label))


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """``data_dialog=True`` becomes ``data-dialog``; False and None are left out."""
    parts = []
    for name, value in given.items():
        if value is True:
            parts.append(format_html("{}", name.replace("_", "-")))
        elif value not in (False, None, ""):
            parts.append(format_html('{}="{}"', name.replace("_", "-"), value))
    return mark_safe(" ".join(parts))  # noqa: S308


def _with(request: HttpRequest, **changes: Any) -> str:
    params = request.GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params.setlist(name, [str(one) for one in (value if isinstance(value, list | tuple) else [value])])
    pairs = urlencode([(name, one) for name, many in params.lists() for one in many])
    return f"{request.path}?{pairs}" if pairs else request.path
