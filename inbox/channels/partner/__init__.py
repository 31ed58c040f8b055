"""A partner's program."""
