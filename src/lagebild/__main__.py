"""`python -m lagebild` is `lagebild`."""

from lagebild.serve.cli import main

main()
