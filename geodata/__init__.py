"""The subject matter of the atlas: geography, facts, figures and what may be shown of them.

Nothing here imports dash or plotly; a notebook or a command line can stand on it as well
as the dashboard does.
"""
