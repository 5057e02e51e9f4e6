"""Callbacks: wiring only: parse, one view-model call, one component call, return."""
