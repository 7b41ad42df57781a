"""Typed parameters from which a form can be drawn: each says its label, its hint, and what it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from watchkeep.kernel.errors import Refused

S = TypeVar("S", bound=msgspec.Struct)
Shape = Literal["line", "text", "number", "choice", "switch", "lines", "pairs"]
_SHAPES: dict[Any, Shape] = {str: "line", int: "number", bool: "switch", list: "lines", dict: "pairs"}


@dataclass(frozen=True)
class Says:
    """What a form says of a parameter, as an annotation of its type."""

    label: Any
    hint: Any = ""
    is_long: bool = False
    is_secret: bool = False
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Field:
    """One parameter, ready to be drawn."""

    name: str
    label: Any
    hint: Any
    shape: Shape
    choices: Sequence[tuple[str, Any]]
    default: Any
    is_required: bool
    is_secret: bool


@cache
def of(kind: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a structure, in the order in which they are asked for."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_field(field, hints[field.name]) for field in msgspec.structs.fields(kind))


def read(kind: type[S], given: Mapping[str, Any]) -> S:
    """The structure that these values make. Raises Refused with the field that is wrong, in words."""
    known = {field.name: field for field in of(kind)}
    if strange := sorted(set(given) - set(known)):
        raise Refused(f"There is no parameter called {strange[0]}.", field=strange[0])
    for name, field in known.items():
        if field.is_required and given.get(name) in (None, "", [], {}):
            raise Refused(f"Give this: {field.label}.", field=name, code="missing")
        _refuse_wrong(kind, field, given)
    return msgspec.convert(dict(given), type=kind)


def _refuse_wrong(kind: type[msgspec.Struct], field: Field, given: Mapping[str, Any]) -> None:
    if field.name not in given:
        return
    try:
        msgspec.convert(given[field.name], type=get_type_hints(kind, include_extras=True)[field.name])
    except msgspec.ValidationError as error:
        raise Refused(f"{field.label}: {error}.", field=field.name) from error


def _field(field: Any, hint: Any) -> Field:
    says = next(note for note in get_args(hint) if isinstance(note, Says)) if get_origin(hint) is Annotated else None
    if says is None:
        raise TypeError(f"{field.name} does not say what it is")
    bare, *_ = get_args(hint)
    if field.default is not msgspec.NODEFAULT:
        default = field.default
    else:
        default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else None
    return Field(
        name=field.name,
        label=says.label,
        hint=says.hint,
        shape=_shape(bare, says),
        choices=says.choices or _choices(bare),
        default=default,
        is_required=field.required,
        is_secret=says.is_secret,
    )


def _choices(bare: Any) -> tuple[tuple[str, Any], ...]:
    """The values of a choice that has no words for them."""
    return tuple((value, value) for value in get_args(bare)) if get_origin(bare) is Literal else ()


def _shape(bare: Any, says: Says) -> Shape:
    if says.is_long:
        return "text"
    if get_origin(bare) is Literal:
        return "choice"
    return _SHAPES[get_origin(bare) or bare]
