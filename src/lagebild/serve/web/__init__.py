"""The pages: server-drawn, without scripts, under a strict Content-Security-Policy."""
