"""Sources: what people upload, from bytes to a raw table of text, chosen by content, never by name.

A file goes through two hands. A *format* (`geodata.sources.formats`) turns bytes into sheets of
text in a process of its own, under limits and without a network (`confined`, `reader`). A
*source* (`source`) then says whose export or log the sheets are, and how its columns are read.
Nothing here knows the database, and nothing here checks a value.
"""
