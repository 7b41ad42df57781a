"""Reading titles: patterns, order, versions, and what a correction teaches."""

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.migrations._bundled import PRODUCTS
from watchkeep.estate.licences.rules import Pattern, Reader

letters = st.text("ab *", max_size=12)


@given(st.text("ab ", max_size=20), letters)
def test_a_star_stands_for_anything_as_in_a_shell(name, pattern):
    expected = re.compile(fnmatch.translate(rules.squeezed(pattern))).match(rules.squeezed(name))
    assert rules.fits(pattern, name) == bool(expected)


@pytest.mark.parametrize(
    ("name", "product", "pattern"),
    [
        ("7-Zip 23.01 (x64 edition)", "7-Zip", "7-zip*"),
        ("Mozilla Firefox (x64 en-US)", "Mozilla Firefox", "mozilla firefox*"),
        ("Notepad++ (64-bit x64)", "Notepad++", "notepad++*"),
        ("Quill Ledger 2024", "Quill Ledger", "quill ledger*"),
        ("libfoo", "libfoo", "libfoo"),
        ("2.1", "2.1", "2.1"),
    ],
)
def test_what_a_correction_becomes(name, product, pattern):
    assert (rules.product_for(name), rules.pattern_for(name)) == (product, pattern)


@given(st.text(min_size=1, max_size=80))
def test_a_proposed_pattern_fits_the_title_itself_unless_that_has_stars(name):
    if "*" not in name and name.strip():
        assert rules.fits(rules.pattern_for(name), name)


@pytest.mark.parametrize(
    ("name", "version", "read"),
    [
        ("Ledger", "v16.0.17328.20162-beta", "16.0.17328.20162"),
        ("Ledger 2024", "", "2024"),
        ("Ledger 3.1 (x64)", "", "3.1"),
        ("Ledger", "1.2.3.4.5", "1.2.3.4"),
        ("Ledger", "2:8.9-1ubuntu", "2"),
        ("Ledger", "", ""),
    ],
)
def test_the_version_that_a_title_means(name, version, read):
    assert rules.version_in(name, version) == read


def test_a_persons_rule_counts_before_a_bundled_one_and_a_lower_position_before_a_higher():
    bundled, person = Pattern(1, "ledger*", order=(1, 10, 1)), Pattern(2, "*pro*", order=(0, 100, 2))
    assert Reader([bundled, person]).read("Ledger  PRO 3", "").key == 2
    assert Reader([bundled, Pattern(3, "ledger pro*", order=(1, 5, 3))]).read("Ledger Pro", "").key == 3


def test_a_publisher_tells_two_products_of_one_name_apart():
    reader = Reader([Pattern(1, "ledger", "quill*", (0, 1, 1)), Pattern(2, "ledger", "", (0, 2, 2))])
    assert (reader.read("Ledger", "Quill Ltd").key, reader.read("Ledger", "Other").key) == (1, 2)
    assert reader.read("Book", "Quill Ltd") is None


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("Microsoft Office Professional Plus 2021 - en-us", "Microsoft Office"),
        ("Microsoft 365 Apps for business - de-de", "Microsoft 365 Apps"),
        ("Microsoft Edge", "Microsoft Edge"),
        ("Microsoft Edge WebView2 Runtime", "Microsoft Edge WebView2"),
        ("Adobe Acrobat Reader DC - Deutsch", "Acrobat Reader"),
        ("Adobe Acrobat DC (64-bit)", "Acrobat"),
        ("IntelliJ IDEA Community Edition 2024.1", "IntelliJ IDEA Community"),
        ("Mozilla Firefox ESR (x64 de)", "Firefox"),
        ("Docker Desktop", "Docker Desktop"),
        ("linux-image-6.1", None),
    ],
)
def test_the_bundled_list_reads_what_is_on_many_machines(name, product):
    patterns = [(one[0], pattern) for one in PRODUCTS for pattern in one[3]]
    reader = Reader(Pattern(key, pattern, order=(1, 100, key)) for key, (_name, pattern) in enumerate(patterns))
    found = reader.read(name, "")
    assert (patterns[found.key][0] if found else None) == product


def test_every_bundled_pattern_says_something_and_stands_once():
    patterns = [pattern for one in PRODUCTS for pattern in one[3]]
    assert all(rules.is_sound(pattern) and rules.squeezed(pattern) == pattern for pattern in patterns)
    assert sorted(patterns) == sorted(set(patterns))
    assert len(PRODUCTS) >= 100
