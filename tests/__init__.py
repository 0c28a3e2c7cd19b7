"""The tests, a package so that they can share builders and be run by name (`python -m tests.flow.kill`)."""
