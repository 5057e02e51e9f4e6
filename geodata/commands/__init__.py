"""The commands of `python -m geodata`, one module each; `COMMANDS` is the order of the help.

A command has `register(commands)`, which adds its parser, and sets `run`, which takes the parsed
arguments and returns 0 (done), 1 (refused or failed); a wrong call ends in 2 before.
"""
