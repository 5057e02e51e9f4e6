"""Live sources: a KoboToolbox server or a table of a database, read anew when somebody asks.

What a source holds is written down as a file of the same shape as an export, and that file goes
the way of every other: the same reader, the same checks, the same report. Whoever runs the atlas
says in `sources.toml` which sources there are; secrets stand in the environment, named there.
"""
