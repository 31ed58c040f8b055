"""The only door for foreign HTML.

Threat model: whoever writes to the desk may try to run script in an agent's browser, to learn when and where a mail is
read (remote images), to imitate our pages (styles, forms) or to lead to a hostile address (javascript:, data:).
So: a strict allow-list of tags and attributes, no styles, no images (in a sandboxed frame: those that came with the mail),
no forms, only http(s), mailto and tel links, and links that open without a referrer. Cleaning happens when a page is
rendered, never when a message is stored, so that a better list repairs old messages too. bleach gets no more security
fixes: the pages' Content-Security-Policy (no inline script, no foreign origin) is the second layer and does not depend on it.
"""

import re
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from urllib.parse import unquote

import bleach
import markdown as markdown_library
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"i", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
)
ATTRIBUTES = {"a": ["href", "title"], "abbr": ["title"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"], "*": ["lang", "dir"]}
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})


def _outward(attrs: MutableMapping[tuple[str | None, str], str], new: bool = False, /) -> MutableMapping[tuple[str | None, str], str]:  # noqa: ARG001  (bleach calls it so)
    """Make a link open without a referrer and without a hand on our window."""
    attrs[(None, "rel")] = "noopener noreferrer nofollow"
    return attrs


@lru_cache(maxsize=2048)
def clean(html: str) -> SafeString:
    """Return `html` with everything taken out that is not on the allow-list; script and style go with their content."""
    bare = _drop_with_content(html)
    cleaned = bleach.clean(bare, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True)
    return mark_safe(bleach.linkify(cleaned, callbacks=[_outward], skip_tags={"pre", "code"}, parse_email=False))  # noqa: S308  (it is the cleaned text)


def framed(html: str, pictures: Mapping[str, str]) -> SafeString:
    """Return a mail's HTML for a sandboxed frame: clean, with its own pictures and no others.

    Parameters
    ----------
    pictures
        `data:` addresses of the pictures that travelled with the mail, by Content-ID.
    """

    def kept(tag: str, name: str, value: str) -> bool:
        if tag == "img":
            return name == "alt" or (name == "src" and value in pictures.values())
        if tag == "a" and name == "href":
            return not value.strip().lower().startswith("data:")
        return name in (*ATTRIBUTES.get(tag, ()), *ATTRIBUTES["*"])

    placed = re.sub(r"""(?i)cid:([^"'\s>]+)""", lambda found: pictures.get(unquote(found[1]), ""), _drop_with_content(html))
    return mark_safe(bleach.clean(placed, tags=TAGS | {"img"}, attributes=kept, protocols=PROTOCOLS | {"data"}, strip=True))  # noqa: S308  (it is the cleaned text)


def _drop_with_content(html: str) -> str:
    """Take out elements whose text is no text for people (script, style, head)."""
    return re.sub(r"(?is)<(script|style|head|title|template|noscript)\b.*?(</\1\s*>|\Z)", "", html)


@lru_cache(maxsize=2048)
def markdown(text: str) -> SafeString:
    """Return Markdown as clean HTML; HTML inside the Markdown is cleaned like anybody else's."""
    return clean(markdown_library.markdown(text, extensions=["sane_lists", "tables", "nl2br"], output_format="html"))


def plain(text: str) -> SafeString:
    """Return plain text as HTML: escaped, with line breaks and links."""
    return clean("<p>" + escape(text).replace("\r\n", "\n").replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>")
