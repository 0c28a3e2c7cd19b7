"""How far it carries: streams that are longer than what is remembered."""
