"""The wiring of the desk."""
