"""serve: command line, JSON API and web pages. They translate, they never decide."""
