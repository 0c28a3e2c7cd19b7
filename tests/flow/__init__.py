"""The whole pipeline, as its users meet it."""
