"""report: views -> the Lagebild, cited sentences that pass the citation check, in every format."""
