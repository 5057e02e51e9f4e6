"""Changing data from the browser: who may, and the doors through which it is done.

Nothing here touches the database: what changes it is a command of `python -m geodata`, run as
a process of its own, so that the page can do what the command line does and the web process
stays light.
"""
