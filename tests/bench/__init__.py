"""Benchmarks of the full mode; run by `make bench`, never part of the tests."""
