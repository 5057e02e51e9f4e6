"""Formats: bytes to sheets of text. Only `geodata.sources.confined` imports these.

Each module has `open_book(file)`, which returns the sheets it found and a function that yields
the rows of one. They import nothing of the atlas but its limits, so that a reader starts
quickly, and they may be killed at any time.
"""
