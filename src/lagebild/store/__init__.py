"""store: SQLite by default behind small repositories; `dialect` holds every difference between databases."""
