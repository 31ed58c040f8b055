"""The demo desk: two teams, their people, answers, and some hundreds of questions of the past weeks in every state."""

from inbox.demo.people import sign_ins

__all__ = ["sign_ins"]
