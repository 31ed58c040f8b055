"""Our HTML in the few tags Telegram reads. Pure. Source: Telegram Bot API, "HTML style"."""

import re
from html import escape
from html.parser import HTMLParser

KEPT = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "del": "s", "code": "code", "pre": "pre", "blockquote": "blockquote"}
TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}


class _Telegram(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in KEPT:
            self.written.append(f"<{KEPT[tag]}>")
        elif tag in TITLES:
            self.written.append("<b>")
        elif tag == "a":
            self.written.append(f'<a href="{escape(dict(attrs).get("href") or "")}">')
        elif tag in {"br", "tr"}:
            self.written.append("\n")
        elif tag == "li":
            self.written.append("\n• ")

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT or tag == "a":
            self.written.append(f"</{KEPT.get(tag, tag)}>")
        elif tag in TITLES:
            self.written.append("</b>\n\n")
        elif tag in {"p", "ul", "ol", "table"}:
            self.written.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data.replace("\n", " ") if data.strip() else "", quote=False))


def telegram_html(html: str) -> str:
    """Return `html` with what Telegram shows."""
    reader = _Telegram()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", "".join(reader.written))).strip()
