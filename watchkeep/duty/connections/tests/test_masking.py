import base64
from urllib.parse import quote

import pytest

from watchkeep.duty.connections.rules import masking

SECRET = 'a "se/cret" + ü'


@pytest.mark.parametrize(
    "spelling",
    [SECRET, quote(SECRET), quote(SECRET, safe=""), base64.b64encode(SECRET.encode()).decode(), 'a \\"se/cret\\" + ü'],
)
def test_every_spelling_of_a_secret_is_masked(spelling):
    assert masking.mask(f"<{spelling}>", [SECRET]) == "<•••>"


def test_each_line_of_a_key_is_masked():
    key = "-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END KEY-----\n"
    assert "b3BlbnNz" not in masking.mask("log: b3BlbnNzaC1rZXktdjEAAAAA here", [key])


def test_what_is_too_short_to_be_a_secret_masks_nothing():
    assert masking.mask("a cab", ["a", ""]) == "a cab"
