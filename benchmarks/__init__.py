"""Benchmarks: whole commands beside floors and peers, and what parts of the program take; see README.md."""
