"""The networks we speak."""
