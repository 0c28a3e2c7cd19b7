"""English: resources and readers."""
