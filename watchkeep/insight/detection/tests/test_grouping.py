"""Where alerts belong together."""

from hypothesis import given
from hypothesis import strategies as st

from watchkeep.insight.detection.rules.routing import grouping_key


@given(st.dictionaries(st.text(max_size=300), st.text(max_size=300), max_size=5))
def test_a_grouping_key_fits_its_column_and_does_not_depend_on_order(labels):
    key = grouping_key(labels, labels)
    assert len(key) <= 512
    assert key == grouping_key(reversed(list(labels)), labels)
