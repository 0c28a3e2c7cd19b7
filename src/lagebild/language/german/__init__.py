"""German: resources and readers."""
