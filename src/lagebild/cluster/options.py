"""The knobs of the stage: what is kept, what counts as evidence, where "same happening" begins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """How documents become stories and which of them are copies.

    Weights and thresholds were set on two days of German headlines grouped by hand and on pairs of whole articles; the
    figures stand in the benchmarks.
    """

    window_days: float = 30.0
    """Days. A story that rests longer is forgotten; a happening that returns after a week or three is still known."""

    single_days: float = 10.0
    """Days. A story of one document is forgotten sooner: most of them never return, and they are nine of ten."""

    max_documents: int = 20_000
    """Documents remembered at once, beyond it the longest linked are forgotten: memory stays flat in any stream.
    Five days of eleven large German sites; 5 KB each."""

    max_kept: int = 48
    """Documents of one story that new ones are compared with, the latest: a happening of a thousand reports costs no
    more than one of fifty."""

    max_terms: int = 110
    """Terms kept of one document, rarest first: a teaser has 30, a long article adds only noise beyond this."""

    read_characters: int = 6_000
    """Characters read of a text for linking: news tell the happening first."""

    asked_terms: int = 40
    """Terms of a document that the index is asked for, most telling first."""

    max_holders: int = 600
    """Documents that may hold a term for it to be asked for: beyond, it only names the theme of the day."""

    candidates: int = 48
    """Documents compared in full after the index has ranked them."""

    nearest: int = 6
    """Documents of one story among them."""

    attach: float = 0.5
    """Score (0..1) from which a document joins a story. The scorer is calibrated to put "as likely as not" here."""

    hold: float = 0.3
    """Score from which a document that joins no story is held: it opens one, and the other one is named beside it for
    a person to judge."""

    hold_share: float = 0.4
    """Share of what one of two reports tells that the other must tell too for the question to be worth asking, where
    words decide: with it and the next some 130 of 15,550 documents are held, of which every third belongs."""

    hold_mass: float = 18.0
    """Nats of rarity that they must share: a headline of three words is easily told in full by another."""

    merge: float = 0.75
    """Score from which a document that fits a second story too makes one of both. High: a merge is hard to undo."""

    merge_asked: int = 9
    """Latest documents of the younger story of which two thirds must fit the older one by themselves (one of two)."""

    split_from: int = 8
    """Documents from which a story is looked at for two happenings in it, and again whenever it has grown by half."""

    split_part: int = 3
    """Reports that each of the two must have: a single one may only be told in other words."""

    split_voices: float = 1.5
    """Reports of its own wording that each part must amount to: a part that is one agency's text is no happening."""

    split_across: float = 0.4
    """How alike the parts may be at most, as a share of the likeness within the less united one."""

    split_common: float = 0.3
    """Share of the reports of both parts from which a word counts as common to both."""

    split_telling: float = 6.0
    """Nats from which a common word holds the parts together, whatever else: a name, a rare thing."""

    half_life_days: float = 2.0
    """Days of rest after which a story has lost half of what resting costs at most."""

    copy_share: float = 0.4
    """Share of a document's words that must stand in an earlier one for it to be called its copy: less, and it is a
    quotation of statements both have."""

    copy_whole: float = 0.9
    """Share from which a copy tells nothing of its own, and is no further evidence of its story."""

    copy_short: int = 80
    """Words below which a text is short: a teaser of one power cut reads like that of any other."""

    copy_share_short: float = 0.7
    """Share of a short text's words that must stand in an earlier one."""

    twin_terms: int = 45
    """Terms up to which a text that copies one about another place is no copy but a form filled in anew."""

    copy_lead: int = 50
    """Words that open a report."""

    copy_lead_share: float = 0.25
    """Share of them below which what is copied may be the background alone: agencies print it with the next happening
    again."""

    copy_words: int = 5
    """Words in a shingle: shorter ones meet by chance, longer ones break at every edit."""

    copy_window: int = 8
    """Shingles in a winnowing window: any run of `copy_words + copy_window - 1` equal words is sure to be found."""

    copy_documents: int = 6_000
    """Documents whose fingerprints are kept, the oldest forgotten first: copies come within a day or two."""

    copy_characters: int = 60_000
    """Characters of a text that are fingerprinted, so that one endless file cannot fill the index."""

    post_mass: float = 14.0
    """Nats of rarity a post must share with a story that it neither names nor stands under: two rare words or more."""

    post_term: float = 4.0
    """Nats from which a shared word is telling; at least two are needed, one name is only a theme."""

    post_same: float = 0.8
    """Share of common word triples (Jaccard) from which two posts of one story are one text posted twice."""

    post_shingles: int = 8
    """Word triples below which posts are only compared as a whole: short posts resemble each other by chance."""

    post_spread: int = 3
    """Stories under which one account posts one sentence from which on it is a bot's: a reader may repeat it once."""
