"""The tests; each folder mirrors its package."""
