"""Full-text search over questions, messages and notes; the only module that knows which database it is.

Texts and queries are folded the same way (no case, no accents), and a word is found by its beginning, so that endings do not
matter: "brochures" finds "brochure" and the other way round.
"""

from django.db import connection

from classifier.text import fold, tokens
from helpdesk.people.models import User
from helpdesk.people.permissions import visible
from inbox import references, selectors
from inbox.models import Message, Question

LEAST_STEM = 4
ENDING = 2
WORDS_READ = 12
CANDIDATES = 400
LARGEST = 2**63 - 1


def index(message: Message) -> None:
    """Make a message findable; also by its question's subject and its author's name."""
    document = fold(" ".join((message.question.subject, message.author_name, message.text))).replace("\0", " ")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO inbox_search (rowid, document, question_id) VALUES (%s, %s, %s)", [message.pk, document, message.question_id])
        else:
            cursor.execute(
                "INSERT INTO inbox_search (message_id, question_id, document) VALUES (%s, %s, to_tsvector('simple', %s))",
                [message.pk, message.question_id, document[:250_000]],
            )


def forget(message: Message) -> None:
    """Take a message out of the index."""
    column = "rowid" if connection.vendor == "sqlite" else "message_id"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM inbox_search WHERE {column} = %s", [message.pk])  # noqa: S608  (one of two constants)


def find(user: User, words: str, *, before: int = 0, limit: int = 50) -> list[Question]:
    """Return the newest questions `user` may see in which every word occurs; a reference finds its question.

    Parameters
    ----------
    before
        Only questions whose id is lower: the next page of a list; 0 for the first page.
    """
    seen = selectors.listed(visible(user, Question.objects.all()))
    reference = references.parse(words)
    if reference and not before and (exact := list(seen.filter(reference=reference))):
        return exact
    stems = [_stem(token.word) for token in tokens(words)[:WORDS_READ]]
    if not stems:
        return []
    return list(seen.filter(pk__in=_matching(stems, before or LARGEST)).order_by("-pk")[:limit])


def _stem(word: str) -> str:
    """Cut a long word's ending, so that it is found by its beginning."""
    return word[: max(LEAST_STEM, len(word) - ENDING)] if len(word) > LEAST_STEM + 1 else word


def _matching(stems: list[str], before: int) -> list[int]:
    """Return the ids of the newest questions with a message in which every stem occurs, below the id `before`."""
    if connection.vendor == "sqlite":
        terms = " ".join(f'"{stem}"*' for stem in stems)
        statement = "SELECT question_id FROM inbox_search WHERE inbox_search MATCH %s AND question_id < %s ORDER BY rowid DESC LIMIT %s"
    else:
        terms = " & ".join(f"'{stem}':*" for stem in (stem.replace("'", "").replace("\\", "") for stem in stems))
        statement = "SELECT question_id FROM inbox_search WHERE document @@ to_tsquery('simple', %s) AND question_id < %s ORDER BY message_id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(statement, [terms, before, CANDIDATES])
        return [row[0] for row in cursor.fetchall()]
