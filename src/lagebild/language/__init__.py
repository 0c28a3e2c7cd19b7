"""language: technology for reading German and English, behind the protocols in `protocols`."""
