"""The pages: server-drawn, whole without scripts, under a strict Content-Security-Policy."""
