"""From pinned inputs to the shipped encoder: `python -m training` reads, fits, scores, exports and writes the card."""
