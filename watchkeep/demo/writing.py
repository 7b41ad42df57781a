"""What Kestrel Outfitters have written down: help for staff and customers, known errors, and what is missing."""

from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile

from watchkeep.demo import drawing
from watchkeep.demo.cast import Cast
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article, Audience, Kind
from watchkeep.estate.services.models import Service

TEXTS = Path(__file__).with_name("articles")


@dataclass(frozen=True)
class Page:
    """One article: the file of its text, title, in a sentence, for whom, by whom, about which services, tags."""

    file: str
    title: str
    summary: str
    audience: str
    by: str
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = Kind.HOWTO

    @property
    def body(self) -> str:
        """The text."""
        return (TEXTS / f"{self.file}.md").read_text(encoding="utf-8").strip()


PAGES = (
    Page(
        "unlock", "Unlock your account",
        "Locked out after wrong passwords? Your account opens again by itself, or at once.",
        Audience.EMPLOYEES, "dilara", ("identity",), ("sign-in", "password"),
    ),
    Page(
        "second-factor", "Set up a second factor on a new telephone",
        "Move your authenticator app before you give the old telephone away.",
        Audience.EMPLOYEES, "dilara", ("identity",), ("sign-in", "telephone"),
    ),
    Page(
        "mail", "Read company mail on your own telephone",
        "Which app, which address, and what we can erase.",
        Audience.EMPLOYEES, "emil", ("mail",), ("mail", "telephone"),
    ),
    Page(
        "warehouse-printers", "Print at the warehouse",
        "Label printers need the other paper; here is how to choose it.",
        Audience.EMPLOYEES, "emil", ("warehouse",), ("printer", "warehouse"),
    ),
    Page(
        "returns", "How do I return a jacket?",
        "Thirty days, free of charge, with the label from your order.",
        Audience.CUSTOMERS, "ana", ("web-shop",), ("returns",), Kind.FAQ,
    ),
    Page(
        "declined-payment", "My payment was declined",
        "What the bank says, and what you can try.",
        Audience.CUSTOMERS, "ana", ("payments", "web-shop"), ("payment",), Kind.FAQ,
    ),
    Page(
        "payments-time-out", "Payments time out while a settlement runs",
        "Pause the settlement, then free the gateway's connections.",
        Audience.INTERNAL, "dilara", ("payments", "database"), ("payment", "connections"), Kind.KNOWN_ERROR,
    ),
    Page(
        "sign-on-loop", "The intranet asks for a password again and again",
        "A clock that is wrong by minutes breaks single sign-on.",
        Audience.EMPLOYEES, "emil", ("intranet", "identity"), ("sign-in",), Kind.KNOWN_ERROR,
    ),
)  # fmt: skip
SOUGHT = ("vpn from the train", "order a second monitor", "vpn from the train", "parking permit", "vpn from the train")


def write(cast: Cast, services: dict[str, Service]) -> None:
    """Each written by somebody who knows and published by whoever leads; one is praised, one doubted, some lack."""
    chidi = cast.actor("chidi")
    for page in PAGES:
        article = _publish(cast, services, page)
        if "{picture}" in page.body:
            _illustrate(article, cast)
    first, second = Article.objects.filter(title__in=[PAGES[0].title, PAGES[3].title]).order_by("id")
    life.rate(first, by=cast.actor("ines"), is_helpful=True)
    life.rate(second, by=cast.actor("ines"), is_helpful=False, comment="Which light? Mine has two of them.")
    change = second.body.replace("the light blinks", "the left light blinks")
    life.edit(second, by=cast.actor("emil"), body=change, note="Which light")
    life.submit(second, by=cast.actor("emil"))
    life.propose_retirement(
        Article.objects.get(title=PAGES[2].title), by=chidi, reason="Everybody has a work telephone"
    )
    for words in SOUGHT:
        life.miss(words)
    life.count_words()


def _publish(cast: Cast, services: dict[str, Service], page: Page) -> Article:
    article = life.write(
        by=cast.actor(page.by), title=page.title, summary=page.summary, body=page.body.replace("{picture}", ""),
        audience=page.audience, kind=page.kind, services=[services[one] for one in page.services], tags=page.tags,
        team=cast.teams["platform"], owner=cast[page.by], reviewer=cast["chidi"],
    )  # fmt: skip
    life.publish(article, by=cast.actor("chidi"))
    return article


def _illustrate(article: Article, cast: Cast) -> None:
    """The locked account with a picture of the button that opens it."""
    dilara = cast.actor("dilara")
    picture = life.add_media(
        article, by=dilara, file=ContentFile(_button(), name="unlock.png"), name="unlock.png",
        alt="The button “Unlock my account” on the first page of the portal",
    )  # fmt: skip
    body = PAGES[0].body.replace("{picture}", picture.mark)
    life.edit(article, by=dilara, body=body, note="With a picture")
    life.publish(article, by=cast.actor("chidi"))


def _button() -> bytes:
    """A drawing of a page with one button."""
    head, button, words = (0, 0, 640, 36, (32, 48, 77)), (210, 90, 430, 140, (26, 115, 232)), (160, 62, 480, 70)
    return drawing.png(640, 200, (247, 248, 250), (head, button, (*words, (190, 196, 206))))
