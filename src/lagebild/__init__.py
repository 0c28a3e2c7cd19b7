"""Lagebild turns articles, comments and forum posts into a cited picture of every story.

The packages are the steps, in the order in which data flows: acquire, annotate, cluster, corroborate, depict, report.
`run` holds the order, `serve` shows the result, `language` and `store` are what the steps stand on, `records` is what
passes between them. Start reading at `lagebild.run.pipeline`.
"""

__version__ = "0.1.0"
