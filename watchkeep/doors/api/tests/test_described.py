"""What the document says of fields: the words that stand below them."""

from typing import Annotated, Any

from pydantic import Field

from watchkeep.doors.api.described import Described


class Spoken(Described):
    """A shape with words."""

    mute: int
    told: int
    """What it is told to be.

    And more.
    """
    kept: Annotated[int, Field(description="What it says itself.")]
    """What is not read."""
    nested: "Other"
    """Which other one."""
    renamed: int = Field(alias="class")
    """A word of Python's."""


class Other(Spoken):
    """A shape that says one thing anew."""

    told: str
    """What it says now."""
    mute: str


def described(shape: type[Described]) -> dict[str, Any]:
    document = shape.model_json_schema()
    properties = document["$defs"][shape.__name__]["properties"] if "$ref" in document else document["properties"]
    return {name: about.get("description") for name, about in properties.items()}


def test_fields_are_described_by_what_stands_below_them():
    assert described(Spoken) == {
        "mute": None,
        "told": "What it is told to be.\n\nAnd more.",
        "kept": "What it says itself.",
        "nested": "Which other one.",
        "class": "A word of Python's.",
    }


def test_what_is_inherited_keeps_its_words_and_what_is_said_anew_has_its_own():
    assert described(Other) | {"class": None} == described(Spoken) | {"told": "What it says now.", "class": None}
    assert described(Other)["class"] == "A word of Python's."
