"""HTML made safe and turned into the text of our threads: nh3 throws away what could do something, the rest is read.

Nothing is fetched, no style and no script survives. Where mail programs mark a quotation or a signature, a mark of our
own stays in the text, so that both can be told from what is new.
"""

import re
from html.parser import HTMLParser

import nh3

QUOTE_FROM_HERE = "\ue000"
"""A line of its own: everything below is a quotation."""
SIGNATURE, SIGNATURE_END = "\ue001", "\ue002"

_ELEMENTS = {
    *("a", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "tr", "tt", "ul"),
}
_SEEN = {"*": {"class", "id", "style", "type"}, "a": {"href"}, "img": {"src", "alt"}}
_BLOCKS = {"p", "div", "table", "ul", "ol", "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "caption"}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "del": "~~", "s": "~~"}
_QUOTED = {"gmail_quote", "yahoo_quoted", "protonmail_quote", "zmail_extra", "moz-cite-prefix"}
_QUOTED_BELOW = {"divrplyfwdmsg", "appendonsend", "olk_src_body_section", "mail-editor-reference-message-container"}
_SIGNED = {"gmail_signature", "moz-signature", "signature", "ms-outlook-mobile-signature", "protonmail_signature_block"}
_OUTLOOK_RULE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_EMPTY_MARK = re.compile(r"(\*\*|~~|`)\s*\1")
_SPACES = re.compile(r"[ \t\u00a0\u200b]+")


def to_text(html: str) -> str:
    """HTML of a mail as Markdown, with the marks of this module where a quotation or a signature begins."""
    reader = _Reader()
    reader.feed(_safe(html))
    reader.close()
    return reader.said()


def _safe(html: str) -> str:
    return nh3.clean(
        html,
        tags=_ELEMENTS,
        attributes=_SEEN,
        url_schemes={"http", "https", "mailto", "cid", "tel"},
        clean_content_tags={"script", "style", "title", "head", "noscript", "template", "svg", "math"},
        strip_comments=True,
        link_rel=None,
    )


class _Reader(HTMLParser):
    """Reads clean HTML and writes lines, each behind as many ``> `` as it is quoted deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.lists: list[int] = []
        self.links: list[tuple[str, int]] = []
        self.ends: list[tuple[str, str]] = []
        self.is_verbatim = False

    def said(self) -> str:
        """What was read, with no more than one empty line in a row."""
        self._break()
        text = "\n".join(self.lines)
        return re.sub(r"\n(?:(?:> ?)*\n){2,}", "\n\n", text).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break(keep=True)
            return
        if tag == "hr":
            self._block()
            return
        if tag == "img":
            self._picture(given)
            return
        self.ends.append((tag, self._begin(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those that were left open inside it."""
        if not any(begun == tag for begun, _end in self.ends):
            return
        while self.ends:
            begun, end = self.ends.pop()
            self._end(begun, end)
            if begun == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self.is_verbatim:
            first, *rest = data.split("\n")
            self.line += first
            for one in rest:
                self._break(keep=True)
                self.line = one
            return
        text = _SPACES.sub(" ", data.replace("\n", " "))
        self.line += text.lstrip() if not self.line else text

    def _begin(self, tag: str, given: dict[str, str]) -> str:
        """Write what an element begins with; answer what it ends with."""
        names = {name.lower() for name in (*given.get("class", "").split(), given.get("id", ""))}
        if names & _QUOTED_BELOW or (tag == "div" and _OUTLOOK_RULE.search(given.get("style", ""))):
            self._block()
            self.lines.append(QUOTE_FROM_HERE)
            return "block"
        if tag == "blockquote" or (names & _QUOTED and tag == "div"):
            self._block()
            self.depth += 1
            return "quote"
        if names & _SIGNED:
            self._block()
            self.lines.append(SIGNATURE)
            return "signature"
        return self._plain(tag, given)

    def _plain(self, tag: str, given: dict[str, str]) -> str:
        if tag in _MARKS:
            self.line += _MARKS[tag]
            return "mark"
        if tag == "a":
            self.links.append((given.get("href", ""), len(self.line)))
            return "link"
        if tag in {"td", "th"} and self.line.strip():
            self.line = self.line.rstrip() + " | "
        elif tag == "li":
            self._break()
            self.line = self._bullet()
        elif tag in {"tr", "dt", "dd"}:
            self._break()
        elif tag in _BLOCKS:
            self._break() if tag == "div" or self.lists else self._block()
            self._open_block(tag)
            return "block"
        return ""

    def _open_block(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "pre":
            self.lines.append("> " * self.depth + "```")
            self.is_verbatim = True
        elif tag[0] == "h" and tag[1:].isdigit():
            self.line = "#" * int(tag[1:]) + " "

    def _end(self, tag: str, end: str) -> None:
        if end == "mark":
            self.line = _EMPTY_MARK.sub("", self.line.rstrip() + _MARKS[tag] + " " * self.line.endswith(" "))
        elif end == "link":
            self._end_link()
        elif end == "quote":
            self._break()
            self.depth -= 1
            self.lines.append("> " * self.depth)
        elif end == "signature":
            self._break()
            self.lines.append(SIGNATURE_END)
        elif end == "block":
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        self._break()
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "pre":
            self.lines.append("> " * self.depth + "```")
            self.is_verbatim = False
        if tag != "div" and not self.lists:
            self.lines.append("> " * self.depth)

    def _end_link(self) -> None:
        href, start = self.links.pop()
        words = self.line[start:].strip() if start <= len(self.line) else ""
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        if not words or not href or href.startswith("cid:"):
            return
        if words.rstrip("/").lower() in {bare.rstrip("/").lower(), href.rstrip("/").lower()}:
            return
        shown = words.replace("[", "(").replace("]", ")")
        self.line = f"{self.line[:start]}[{shown}]({href.replace(' ', '%20').replace(')', '%29')})"

    def _picture(self, given: dict[str, str]) -> None:
        """An inline picture leaves its place; one from elsewhere, at most its words."""
        source, words = given.get("src", ""), " ".join(given.get("alt", "").split())[:100]
        if source.startswith("cid:"):
            self.line += f"[{source}]"
        elif words:
            self.line += f"[{words}]"

    def _bullet(self) -> str:
        indent = "  " * max(len(self.lists) - 1, 0)
        if self.lists and self.lists[-1]:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1] - 1}. "
        return f"{indent}* "

    def _break(self, *, keep: bool = False) -> None:
        """End the line. An empty one counts only when somebody asked for it."""
        line = self.line.rstrip()
        if line or keep:
            self.lines.append("> " * self.depth + line)
        self.line = ""

    def _block(self) -> None:
        self._break()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * self.depth)
