"""Shapes whose fields are described by the words that stand below them, read when the document is made.

pydantic would read them with each class, which is a quarter of what the API costs at every start, for one page.
"""

import ast
import functools
import inspect
import itertools
import sys
from collections.abc import Iterator

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Described(BaseModel):
    """A shape that tells in the document what its fields mean."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe each field that has words below it and no other description."""
        answer = handler(core)
        properties = handler.resolve_ref_schema(answer).get("properties", {})
        for name, field in cls.model_fields.items():
            shown = properties.get(field.alias or name)
            if shown is not None and (words := _below(cls, name)):
                shown.setdefault("description", words)
        return answer


def _below(shape: type, field: str) -> str:
    """What stands below a field where it was last declared."""
    declared = next(one for one in shape.__mro__ if field in inspect.get_annotations(one))
    return _words(declared.__module__).get((declared.__qualname__, field), "")


@functools.cache
def _words(module: str) -> dict[tuple[str, str], str]:
    """The strings below the annotated names of a module's classes, by class and name."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return dict(_of_classes(tree.body, ""))


def _of_classes(body: list[ast.stmt], prefix: str) -> Iterator[tuple[tuple[str, str], str]]:
    for part in body:
        if isinstance(part, ast.ClassDef):
            yield from _of_classes(part.body, f"{prefix}{part.name}.")
            yield from (((f"{prefix}{part.name}", name), words) for name, words in _of_fields(part.body))


def _of_fields(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for declared, below in itertools.pairwise(body):
        match declared, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, inspect.cleandoc(words)
