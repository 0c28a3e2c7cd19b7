"""What somebody is reported to say, in German."""

from lagebild.language.german.statements.reader import GermanStatementReader

__all__ = ["GermanStatementReader"]
