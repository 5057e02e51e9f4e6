"""Files to take away: ready rows in, bytes out. Nothing here decides what may be shown."""
