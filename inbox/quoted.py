"""What a mail says anew, and what it only repeats: quoted lines, the header of the mail it answers, the signature.

Nothing is thrown away: the folded part is shown on demand.
"""

import re

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


def split(text: str) -> tuple[str, str]:
    """Return (what is new, what is repeated); all of it is new where nothing would be left."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        joined = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        if QUOTE_BEGINS.match(line) or (line[:3].lower() in {"on ", "op ", "le ", "am "} and QUOTE_BEGINS.match(joined)):
            new = "\n".join(lines[:number]).strip()
            return (new, "\n".join(lines[number:]).strip()) if new else (text.strip(), "")
    return text.strip(), ""
