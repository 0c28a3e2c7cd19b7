"""What the program promises to the world and its parts to each other."""
