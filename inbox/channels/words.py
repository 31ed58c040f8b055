"""The words of a piece of HTML, for networks and people that read plain text. Pure."""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title"}
BLOCKS = {"p", "div", "br", "tr", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "pre", "table"}
PARAGRAPHS = {"p", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "table"}


class _Words(HTMLParser):
    """Collects the words of a page, with a line for each block and the address behind each link."""

    def __init__(self, *, is_with_links: bool, link_as: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.is_with_links, self.link_as, self.silent, self.kept, self.link, self.linked = is_with_links, link_as, 0, 0, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.kept += tag == "pre"
        if tag in BLOCKS:
            self.words.append("\n")
        if tag == "li":
            self.words.append("\n– ")
        if tag == "a":
            self.link, self.linked = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        self.kept -= tag == "pre" and self.kept > 0
        if tag in PARAGRAPHS:
            self.words.append("\n\n" if tag != "p" or self.is_with_links else "\n")
        if tag == "a":
            if self.is_with_links and self.link and not self._is_shown():
                self.words.append(self.link_as.format(self.link.removeprefix("mailto:")))
            self.link = ""

    def _is_shown(self) -> bool:
        """Tell whether the words of a link are its address."""
        return re.sub(r"^(mailto:|https?://)", "", self.link).rstrip("/") == re.sub(r"^https?://", "", self.linked.strip()).rstrip("/")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data if self.kept else data.replace("\n", " "))
            self.linked += data


def text_of(html: str, *, is_with_links: bool = False, link_as: str = " ({})") -> str:
    """Return the text of `html`, blocks on lines of their own; links with their addresses when wished, as `link_as` says after their words."""
    reader = _Words(is_with_links=is_with_links, link_as=link_as)
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
