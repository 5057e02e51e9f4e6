"""The screen: view models, figures, components and their wiring, over `geodata`."""
