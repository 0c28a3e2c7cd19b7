"""How right it is: scores on gold sets, with floors."""
