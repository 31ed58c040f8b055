"""The pages an answer rests on, as editors write them: one a line, the link, then its title."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from helpdesk.answers.models import Answer, Source

MOST = 20
_is_link = URLValidator(["https", "http"])


class BadLink(ValueError):
    """A line does not begin with a link; `line` is what stands there."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def read(text: str) -> dict[str, str]:
    """Return title by link; raises BadLink."""
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        url, _space, title = line.partition(" ")
        try:
            _is_link(url)
        except ValidationError as error:
            raise BadLink(line[:80]) from error
        if len(url) > 500:
            raise BadLink(line[:80])
        found.setdefault(url, title.strip()[:200])
    return dict(list(found.items())[:MOST])


def written(answer: Answer) -> str:
    """Return the sources of an answer as `read` reads them."""
    return "\n".join(f"{source.url} {source.title}".strip() for source in answer.sources.all())


def cite(answer: Answer, text: str | None) -> bool:
    """Have the answer rest on exactly these pages, None for those it has; one that stays keeps what is known of it. Tell whether any changed."""
    if text is None:
        return False
    wanted, known = read(text), {source.url: source for source in answer.sources.all()}
    if list(wanted.items()) == [(url, source.title) for url, source in known.items()]:
        return False
    answer.sources.exclude(url__in=wanted).delete()
    for position, (url, title) in enumerate(wanted.items()):
        if url in known:
            Source.objects.filter(pk=known[url].pk).update(title=title, position=position)
        else:
            Source.objects.create(answer=answer, url=url, title=title, position=position)
    return True
