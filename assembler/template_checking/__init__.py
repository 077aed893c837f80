"""Holding a template against what its author meant: all faults of its wording, tables and look in one run."""
