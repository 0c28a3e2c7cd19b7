"""The language packs that are shipped. Another language than these is read with the pack nearest to it, and says so."""

from functools import cache

from lagebild import __version__
from lagebild.language.protocols import LanguagePack


def pack_for(language: str) -> LanguagePack:
    """Return the pack of an ISO 639-1 code; English for every language that has none of its own."""
    return _german() if language == "de" else _english()


@cache
def _german() -> LanguagePack:
    from lagebild.language.german.events import GermanEventReader
    from lagebild.language.german.names import GermanMentionTagger
    from lagebild.language.german.quantities import GermanQuantityTagger
    from lagebild.language.german.sentences import GermanSentenceSplitter
    from lagebild.language.german.statements import GermanStatementReader
    from lagebild.language.german.times import GermanTimeTagger
    from lagebild.language.german.wording import GermanWordingMarker

    return LanguagePack(
        language="de",
        version=__version__,
        sentences=GermanSentenceSplitter(),
        times=GermanTimeTagger(),
        quantities=GermanQuantityTagger(),
        mentions=GermanMentionTagger(),
        statements=GermanStatementReader(),
        events=GermanEventReader(),
        wording=GermanWordingMarker(),
    )


@cache
def _english() -> LanguagePack:
    from lagebild.language.english.events import EnglishEventReader
    from lagebild.language.english.names import EnglishMentionTagger
    from lagebild.language.english.quantities import EnglishQuantityTagger
    from lagebild.language.english.sentences import EnglishSentenceSplitter
    from lagebild.language.english.statements import EnglishStatementReader
    from lagebild.language.english.times import EnglishTimeTagger
    from lagebild.language.english.wording import EnglishWordingMarker

    return LanguagePack(
        language="en",
        version=__version__,
        sentences=EnglishSentenceSplitter(),
        times=EnglishTimeTagger(),
        quantities=EnglishQuantityTagger(),
        mentions=EnglishMentionTagger(),
        statements=EnglishStatementReader(),
        events=EnglishEventReader(),
        wording=EnglishWordingMarker(),
    )
