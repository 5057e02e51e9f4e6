"""Files of a view: each module makes one kind, from the view's extract and nothing else."""
