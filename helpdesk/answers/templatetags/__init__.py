"""Tags of the pages of the reusable answers."""
