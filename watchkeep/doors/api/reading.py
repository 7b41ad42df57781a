"""What was sent, read with care: JSON alone, in UTF-8, without characters that a database cannot keep."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.http.request import QueryDict
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from watchkeep.doors.api.problems import Problem, Wrong

_UNFIT = re.compile("[\x00\ud800-\udfff]")
_UNFIT_WORDS = "A text must not hold NUL characters or halves of surrogate pairs."


class Reader(Parser):
    """Reads bodies and queries; raises `Problem` for what cannot be."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read the decoded JSON body."""
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise Problem(415, f"Send application/json, not {kind or 'something without a type'}.")
        try:
            body = json.loads(request.body.decode(), parse_constant=_no_number, parse_float=_number)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "The body is not valid JSON in UTF-8.") from error
        if wrongs := tuple(Wrong(_UNFIT_WORDS, pointer=f"#{way}") for way in _unfit(body, "")):
            raise Problem(422, _UNFIT_WORDS, errors=wrongs)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Read a query or a form."""
        for name in data:
            if any(isinstance(value, str) and _UNFIT.search(name + value) for value in data.getlist(name)):
                place = Wrong(_UNFIT_WORDS, parameter=_UNFIT.sub("?", name))
                raise Problem(422, _UNFIT_WORDS, errors=(place,))
        return super().parse_querydict(data, list_fields, request)


def unknown_names(query: QueryDict, known: frozenset[str]) -> None:
    """Refuse parameters that nobody would read: a misspelt filter must not answer with everything."""
    if strange := sorted(set(query) - known):
        wrongs = tuple(Wrong("There is no such parameter here.", parameter=_UNFIT.sub("?", name)) for name in strange)
        raise Problem(422, f"Unknown: {', '.join(_UNFIT.sub('?', name) for name in strange)}.", errors=wrongs)


def _unfit(value: Any, way: str) -> Iterator[str]:
    """The pointers of all texts that cannot be kept."""
    if isinstance(value, str):
        if _UNFIT.search(value):
            yield way
    elif isinstance(value, dict):
        for name, inner in value.items():
            if _UNFIT.search(name):
                yield way
            yield from _unfit(inner, f"{way}/{_UNFIT.sub('?', name)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unfit(inner, f"{way}/{index}")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _number(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is beyond what a number can be")
    return number
