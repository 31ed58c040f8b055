"""Pages: parse, call one verb, render."""
