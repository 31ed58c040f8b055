"""Reusable answers."""
