"""Weights only: `lagebild.language.encoder.network` reads the files beside this one."""
