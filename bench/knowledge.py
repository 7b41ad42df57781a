"""Search in articles: how often the right one comes first, and how long it takes among a hundred thousand.

``python -m bench.knowledge FOLDER [articles]``: FOLDER holds ``articles.json`` (a list of ``id`` and ``html``) and
``questions.json`` (a list of ``question`` and ``article``). Recall is measured over that folder alone, by words and by
words and meaning; the time with made-up articles beside them, as staff and as a customer. Takes some ten minutes.
"""

import html
import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.core.management import call_command

from bench import ground

MEASURED = 300
HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
MARKUP = ((r"<li[^>]*>", "\n- "), (r"</?(?:p|ul|ol|div|tr|table|br)[^>]*>", "\n\n"), (r"<[^>]+>", " "))


def main() -> None:
    """Load, ask, fill up, ask again, print."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        asked = json.loads((folder / "questions.json").read_text())
        numbers = load(json.loads((folder / "articles.json").read_text()))
        print(f"\n{ground.machine()}; {len(numbers)} articles, {len(asked)} questions\n", flush=True)
        head = ["found", "first", "among three", "among five"]
        print(ground.table(head, [recall(asked, numbers, by_meaning=one) for one in (False, True)]), flush=True)
        fill(count)
        print(f"\n{count:,} articles; milliseconds\n", flush=True)
        print(ground.table(["asked", "p50", "p95", "p99"], latencies([one["question"] for one in asked])), flush=True)
        print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in this process", flush=True)


def load(articles: list[dict[str, str]]) -> dict[str, int]:
    """Publish these articles, understood and counted; each id with its number here."""
    from watchkeep.estate.knowledge import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    numbers = {}
    for one in articles:
        title, body = taken_apart(one["html"])
        article = life.write(by=CLOCK, title=title, body=body, audience="employees")
        life.publish(article, by=CLOCK)
        numbers[one["id"]] = article.pk
    while life.understand_due():
        pass
    life.count_words()
    return numbers


def taken_apart(page: str) -> tuple[str, str]:
    """Title and Markdown of an HTML article: its first heading, or else its first sentence."""
    page = HEADING.sub(lambda found: f"\n\n{'#' * int(found[1])} {found[2].strip()}\n\n", page)
    for pattern, instead in MARKUP:
        page = re.sub(pattern, instead, page)
    text = "\n".join(" ".join(line.split()) for line in html.unescape(page).splitlines()).strip()
    first, _newline, rest = text.partition("\n")
    if first.startswith("#"):
        return first.lstrip("# ")[:200], rest.strip()
    return re.split(r"(?<=[.!?])\s", text)[0][:200], text


def recall(asked: list[dict[str, str]], numbers: dict[str, int], *, by_meaning: bool) -> list[str]:
    """How often the article that answers is the first, among three, among five."""
    from watchkeep.estate.knowledge.queries import search  # noqa: PLC0415  # Django must be set up before
    from watchkeep.kernel import meaning  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    places = []
    with mock.patch.object(meaning.model, "onnxruntime", meaning.model.onnxruntime if by_meaning else None):
        for one in asked:
            found = [hit.article.pk for hit in search(CLOCK, one["question"], most=5)]
            right = numbers[one["article"]]
            places.append(found.index(right) if right in found else 99)
    shares = (f"{sum(place < most for place in places) / len(places):.3f}" for most in (1, 3, 5))
    return ["by words and meaning" if by_meaning else "by words alone", *shares]


def fill(count: int) -> None:
    """Make up articles until there are so many: words as common as in a language, vectors in all directions."""
    from bench import shelves  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.knowledge import life  # noqa: PLC0415  # the same

    shelves.fill(count)
    life.count_words()


def latencies(questions: list[str]) -> list[list[Any]]:
    """Whole searches, one after another in one process."""
    from bench import shelves  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.knowledge.queries import Filters  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK, Actor  # noqa: PLC0415  # the same

    customer = Actor(key="person:0", name="Customer", organisation=0)
    words = [shelves.word(number) for number in range(1, 6 * MEASURED, 6)]
    return [
        ["questions, staff", *timed(CLOCK, questions)],
        ["questions, customer", *timed(customer, questions)],
        ["questions, with a tag", *timed(CLOCK, questions, filters=Filters(tags=("tag3",)))],
        ["questions, while typing", *timed(CLOCK, [text[: len(text) // 2] for text in questions], is_typing=True)],
        ["one word, common to rare", *timed(CLOCK, words)],
    ]


def timed(actor: Any, texts: list[str], **more: Any) -> list[str]:
    """p50, p95 and p99 of some searches, after one that fetches the vectors."""
    from watchkeep.estate.knowledge.queries import nearness, search  # noqa: PLC0415  # Django must be set up before

    search(actor, texts[0], **more)
    nearness.wait()
    spent = []
    for text in texts[:MEASURED]:
        began = time.perf_counter()
        search(actor, f"{text} ", **more) if not more.get("is_typing") else search(actor, text, **more)
        spent.append(time.perf_counter() - began)
    return [f"{one:.0f}" for one in ground.percentiles(spent)]


if __name__ == "__main__":
    main()
