"""Measurements: quality on gold sets, speed, scale. A figure in the documentation comes from a command here."""
