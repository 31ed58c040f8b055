"""Is a text easy to read? A score for each language of the desk, and marks on what makes it hard. Pure: no database, no pages."""

from helpdesk.answers.plain.checks import Mark, check
from helpdesk.answers.plain.reading import AIM, Score, score

__all__ = ["AIM", "Mark", "Score", "check", "score"]
