"""The contact form: questions come from our own pages, answers go out by e-mail."""
