"""acquire: feeds, pages, files, comments and forum threads -> Document, Post. Everything from outside is hostile."""
