"""run: the order of the stages (`pipeline`), the Python facade (`workspace`), the only clock."""
