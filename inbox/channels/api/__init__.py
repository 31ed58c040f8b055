"""The public API: another site posts for its citizens, answers go out by e-mail."""
