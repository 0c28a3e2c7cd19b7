"""What passes between the stages: frozen records and ports, on the standard library alone.

A module a word of the glossary: `span`, `document`, `annotation`, `story`, `claim`, `view`, `report`; expected failures
are values (`outcome`), the others are drawn in `errors`.
"""
