"""What a mail says anew, and what it only repeats: quoted lines, the header of the mail it answers, the signature.

Nothing is thrown away: the folded part is shown on demand.
"""

import re

from inbox.channels.words import text_of

QUOTE_BEGINS = re.compile(
    r"""^(
        \s*>.*
      | -{2,}\s*(original\ message|oorspronkelijk\ bericht|message\ d['’]origine|ursprüngliche\ nachricht)\b.*
      | -{2,}\s*(forwarded\ message|doorgestuurd\ bericht|message\ transféré|weitergeleitete\ nachricht)\b.*
      | _{10,}\s*
      | --\s?
      | (on|op|le|am)\s.{6,120}\b(wrote|schreef|a\ écrit|schrieb)\b.{0,80}[:\s]*
      | (from|van|de|von)\s?:\s.*@.*
      | (sent\ from\ my|verzonden\ vanaf|verstuurd\ vanaf|envoyé\ de(puis)?\ mon|gesendet\ von|von\ meinem)\b.*
    )$""",
    re.I | re.X,
)

HTML_QUOTE_BEGINS = re.compile(
    r"""<blockquote\b
      | <div[^>]+(class=["']?(gmail_quote|gmail_signature|moz-cite-prefix|yahoo_quoted)|id=["']?(divRplyFwdMsg|appendonsend|Signature))
      | <(p|div)[^>]*>\s*--\s*(&nbsp;)?\s*(<br|</p|</div)""",
    re.I | re.X,
)
WARNING = re.compile(r"\[([^\]\n]{1,200})\]\n\n(?=.)", re.S)


def split(text: str) -> tuple[str, str]:
    """Return (what is new, what is repeated); all of it is new where nothing would be left."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        joined = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        if QUOTE_BEGINS.match(line) or (line[:3].lower() in {"on ", "op ", "le ", "am "} and QUOTE_BEGINS.match(joined)):
            new = "\n".join(lines[:number]).strip()
            return (new, "\n".join(lines[number:]).strip()) if new else (text.strip(), "")
    return text.strip(), ""


def split_html(html: str) -> tuple[str, str]:
    """Return (what is new, what is repeated) of a mail's HTML, both as foreign as it is; all of it is new where nothing would be left."""
    found = HTML_QUOTE_BEGINS.search(html)
    if found and text_of(html[: found.start()]):
        return html[: found.start()], html[found.start() :]
    return html, ""


def warning(text: str) -> tuple[str, str]:
    """Return (a post's content warning, its text): the warning stands in brackets above the text."""
    found = WARNING.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)
