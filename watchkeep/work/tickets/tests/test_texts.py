"""Markdown: what is rendered, and what never gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.kernel.markdown import to_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**now**", "<p><strong>now</strong></p>"),
        ("`df -h`", "<p><code>df -h</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("~~no~~", "<p><s>no</s></p>"),
        (
            "[docs](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer nofollow">docs</a></p>',
        ),
    ],
)
def test_plain_markdown_is_rendered(markdown, html):
    assert to_html(markdown).strip() == html


def test_tables_are_rendered():
    assert "<td>2</td>" in to_html("| a | b |\n|---|---|\n| 1 | 2 |")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/x.png)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        "<iframe src=https://example.org></iframe>",
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_that_could_run_or_call_home_gets_through(markdown):
    html = to_html(markdown).lower()
    assert not any(tag in html for tag in ("<script", "<img", "<iframe", "<style", 'href="javascript', 'href="data'))
    assert "onclick=" not in html or "&lt;a" in html


@given(st.text(max_size=300))
def test_no_text_breaks_the_renderer(text):
    assert "<script" not in to_html(text).lower()
