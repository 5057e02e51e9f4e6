"""Bringing files in: bytes to checked tables, with every finding said in words.

`read` turns a file into an outcome (a report and what would be stored) without writing
anything; the command line and, later, the upload page decide what to do with it. Values of a
file are quoted shortened and harmless, and never where they could be about a person.
"""
