"""Slides (PPTX) of a view: shapes, charts and tables that PowerPoint can edit.

Only `slides.py` is asked from outside, and only when slides are: python-pptx brings lxml and
Pillow with it, which no other answer of the web process needs.
"""
