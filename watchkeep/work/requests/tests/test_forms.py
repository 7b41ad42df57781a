import pytest
from hypothesis import given
from hypothesis import strategies as st

from testing import make
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests.rules import answers, flow, forms

SIZE = make.question("size", ask="choice", choices=[{"value": "s", "label": "Small"}, {"value": "l", "label": "Large"}])
WHY = make.question("why", ask="long", only_if=[{"question": "size", "value": "l"}])
UNTIL = make.question("until", ask="date", only_if=[{"question": "why", "test": "filled"}])
NAME = make.question("name", pattern="[a-z]{3,12}", pattern_help="Three to twelve small letters.")
FORM = forms.read(make.form(SIZE, WHY, UNTIL, NAME))


def names(given: dict) -> list[str]:
    return [question.name for question in flow.asked(FORM, given)]


def test_a_question_is_asked_only_after_the_answer_that_it_depends_on():
    assert names({}) == ["size", "name"]
    assert names({"size": "l"}) == ["size", "why", "name"]
    assert names({"size": "l", "why": "Films"}) == ["size", "why", "until", "name"]


def test_what_hangs_on_an_answer_that_does_not_count_does_not_count_either():
    given = {"size": "s", "why": "Films", "until": "2027-01-01", "name": "films"}
    assert names(given) == ["size", "name"]
    assert flow.relevant(FORM, given) == {"size": "s", "name": "films"}


def test_one_decision_after_another_with_the_way_back():
    first = flow.place(FORM, {})
    assert (first.question.name, first.previous, first.following, first.number, first.of) == (
        "size",
        None,
        "name",
        1,
        2,
    )
    second = flow.place(FORM, {"size": "l"}, "why")
    assert (second.question.name, second.previous, second.following) == ("why", "size", "name")
    assert second.section.title == "About it"
    end = flow.place(FORM, {"size": "s"}, "end")
    assert (end.question, end.previous) == (None, "name")


def test_a_question_that_is_no_longer_asked_leads_to_the_end():
    assert flow.place(FORM, {"size": "s"}, "why").question is None


def test_answers_are_checked_in_the_light_of_those_before():
    clean, faults = answers.check(FORM, {"size": "s", "why": "dropped", "name": "Films"})
    assert clean == {"size": "s"}
    assert faults == {"name": "Three to twelve small letters."}


def test_a_name_that_is_no_question_is_wrong():
    assert "admin" in answers.check(FORM, {"size": "s", "name": "films", "admin": "yes"})[1]


@pytest.mark.parametrize(
    ("ask", "value", "clean"),
    [
        ("number", "12.50", 12.5),
        ("number", 3, 3),
        ("yes_no", "yes", True),
        ("yes_no", False, False),
        ("date", "2027-02-28", "2027-02-28"),
        ("email", "Ines@Nordwind.Example", "ines@nordwind.example"),
        ("person", "17", 17),
        ("text", "  a\x00b ", "ab"),
    ],
)
def test_each_kind_of_answer_is_read(ask, value, clean):
    question = next(iter(forms.read(make.form(make.question("it", ask=ask)))))
    assert answers.one(question, value) == clean


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("number", "nan"),
        ("number", "1e400"),
        ("number", True),
        ("date", "2027-02-30"),
        ("yes_no", "perhaps"),
        ("email", "ines"),
        ("person", "-1"),
        ("person", 2**70),
        ("text", "two\nlines"),
        ("text", 7),
        ("text", ""),
    ],
)
def test_what_does_not_fit_is_said_and_never_breaks(ask, value):
    question = next(iter(forms.read(make.form(make.question("it", ask=ask)))))
    with pytest.raises(answers.WrongAnswer):
        answers.one(question, value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["size", "why", "until", "name", "x"]), _JSON))
def test_whatever_comes_in_is_clean_or_said_to_be_wrong(given):
    clean, _faults = answers.check(FORM, given)
    again, none = answers.check(FORM, clean)
    assert again == clean
    assert set(none) <= {"size", "why", "until", "name"}


@pytest.mark.parametrize(
    "wrong",
    [
        [{"name": "Bad Name", "label": "x"}],
        [{"name": "a", "label": ""}],
        [{"name": "a", "label": "x"}, {"name": "a", "label": "y"}],
        [{"name": "a", "label": "x", "ask": "choice"}],
        [{"name": "a", "label": "x", "choices": [{"value": "1", "label": "one"}]}],
        [{"name": "a", "label": "x", "pattern": "("}],
        [{"name": "a", "label": "x", "only_if": [{"question": "b", "value": 1}]}, {"name": "b", "label": "y"}],
        [{"name": "a", "label": "x", "surprise": True}],
        "questions",
    ],
)
def test_a_form_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(Refused) as no:
        forms.read({"sections": [{"title": "About it", "questions": wrong}]})
    assert no.value.field == "form"


def test_conditions_compare_numbers():
    form = forms.read(
        make.form(
            make.question("gb", ask="number"),
            make.question("why", only_if=[{"question": "gb", "test": "at_least", "value": 500}]),
        )
    )
    assert [one.name for one in flow.asked(form, {"gb": 499})] == ["gb"]
    assert [one.name for one in flow.asked(form, {"gb": 500})] == ["gb", "why"]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (make.question("size", "x" * 201), "question has at most 200"),
        (make.question("size", help="x" * 501), "word of help has at most 500"),
        (make.question("size", pattern="x" * 301), "form of a short text has at most 300"),
        (make.question("size", pattern_help="x" * 501), "does not fit has at most 500"),
        (make.question("size", least=1e16), "bound is too large"),
        (make.question("size", ask="choice", choices=[{"value": "s", "label": "S", "help": "x" * 501}]), "help of an"),
        (make.question("why", only_if=[{"question": "first", "value": "x" * 201}]), "no answer is like"),
        (make.question("why", only_if=[{"question": "first", "value": "x"}] * 21), "at most 20 conditions"),
    ],
)
def test_what_says_too_much_is_not_kept_but_read_where_it_is(part, words):
    form = make.form(make.question("first"), part)
    with pytest.raises(Refused, match=words) as no:
        forms.sound(form)
    assert (no.value.field, len(list(forms.read(form)))) == ("form", 2)


def test_a_section_has_a_title_that_one_can_read():
    with pytest.raises(Refused, match="title has at most 200"):
        forms.sound({"sections": [{"title": "x" * 201, "questions": []}]})
    with pytest.raises(Refused, match="At most 60 sections"):
        forms.sound({"sections": [{"title": "", "questions": []}] * 61})
