"""How fast it is, stage by stage."""
