"""Pages of the reusable answers."""
