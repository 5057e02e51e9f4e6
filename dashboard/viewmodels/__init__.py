"""View models: published figures and a view, turned into ready words and numbers."""
