"""An article's text as a page shows it, with its pictures and videos, at every door alike."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString

from watchkeep.doors.ui import serving
from watchkeep.estate.knowledge.models import Article, Media
from watchkeep.kernel import markdown
from watchkeep.kernel.actors import Actor


def to_html(article: Article | None, body: str, address: Callable[[str, int], str]) -> SafeString:
    """The text with what the article has of pictures and videos; all of them are read at once.

    ``address`` says where this door hands out a file of an article.
    """
    kept = {one.pk: one for one in article.media.all()} if article else {}

    def shown(number: int, label: str) -> markdown.Shown | None:
        media = kept.get(number)
        if article is None or media is None or media.kind == Media.Kind.CAPTIONS:
            return None
        poster, captions = media.poster_id, media.captions_id
        return markdown.Shown(
            address(article.number, number), label or media.alt or media.name,
            is_video=media.kind == Media.Kind.VIDEO, poster=address(article.number, poster) if poster else "",
            captions=address(article.number, captions) if captions else "", language=article.language,
        )  # fmt: skip

    return markdown.to_html(body, shown)


def hand_out(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponseBase:
    """A picture or video of an article that the actor may read, to look at; 404 for any other."""
    article = get_object_or_404(Article.objects.visible_to(actor), number=number.upper())
    media = get_object_or_404(article.media, pk=pk)
    return serving.shown(request, media.file, content_type=media.content_type, size=media.size, tag=media.sha256[:32])
