"""How a statement is meant: the cue's own sense, corrected by what is passed on and by who says it.

A neutral cue ("sagte") leaves the sense to its clause: "müsse" demands, "drohe" warns, "man werde" announces, "keine
Hinweise" denies, and a wrong that somebody is said to have done is alleged.
"""

import re
from functools import cache

from lagebild.language.german.statements.cues import lexicon, source_words, voiced_nouns
from lagebild.records.annotation import Modality

_PERFECT_INFINITIVE = re.compile(
    r"\b\w+(?:t|en)\s+(?:worden\s+|können\s+)?(?:haben|sein)\b(?:\s+(?:soll|sollen|will|wollen|könnte|dürfte)\b)?"
)
_STATIVE = re.compile(
    r"\b(?:sein|haben|existieren|liegen|gelten|betragen|stammen|leben|leiden|gehören|bestehen|kennen|wissen|stehen|befinden)"
    r"(?:\s+soll(?:en)?)?\s*$|\bum\b.*\bhandeln\b"
)
# "soll bis 2011 erreicht sein" is an aim, "soll 2011 geflohen sein" a rumour.
_DUE = re.compile(
    r"\b(?:[Ss]pätestens|[Bb]is (?:dahin|(?:\w+ ){0,2}(?:Jahr|Ende|Mitte|Anfang|(?:19|20)\d\d)))\b"
    r".*(?<!\bworden )\bsein\b"
)
_HEAD = 160  # characters of a clause that are asked for its sense; what comes later belongs to a clause inside it
_WORD = re.compile(r"[^\W\d_]+")
_RUMOUR = re.compile(r"\bsoll(?:en)?\b")
_THREAT = re.compile(r"\b(?:drohe|droht|drohen|bedroht)\b")
_DEMAND = re.compile(r"\b(?:müsse|müssten|solle|sollten|sollte)\b|\b(?:[Ww]ir|[Mm]an) (?:brauchen|brauche|müssen)\b")
_FORBIDS = re.compile(
    r"\b(?:darf|dürfe|dürfen|dürften)\b[^,]*\b(?:nicht|nie|keine?[nmr]?)\b|\b[Nn]iemand (?:darf|dürfe)\b"
)
_CONDITION = re.compile(r"\b(?:falls|sofern|sobald|wenn|nur dann)\b")
_OPENS_CONDITION = re.compile(r"(?:Wenn|Falls|Sofern|Sobald|Sollte|Sollten)\b")
_PLAN = re.compile(r"\bzu wollen\b|\b(?:wolle|will|wollen)\b")
_FUTURE = re.compile(
    r"\b(?:(?:[Mm]an|[Ee]r|[Ss]ie|[Ww]ir) (?:werden?|würden?)|(?:werden?|würden?) (?:man|er|sie|wir))\b"
    r"[^,]*\b[a-zäöüß]+(?:en|eln|ern)\W*$"
)
_COURT = re.compile(r"(?:gericht|[Gg]erichtshof|[Ss]enat|[Rr]ichter(?:in)?)s?\b|Gericht")
_NO_TALK = re.compile(
    r"\bk(?:ann|önne|önnte) (?:\w+ ){0,3}keine Rede sein|\b(?:sei|ist|seien|sind) (?:ihm|ihr|ihnen) nicht bekannt"
)
_NOTHING = re.compile(r"\b(?:gebe|gibt|gab|lägen|liegen|sehe|sieht|habe|hat|haben)\b|\bbestätigt\b")


@cache
def _senses(name: str) -> re.Pattern[str]:
    """Return the words of one list of the section `senses`, each with any ending."""
    stems = "|".join(re.escape(stem).replace(r"\#", r"\s+") for stem in lexicon()["senses"][name].split())
    return re.compile(rf"\b(?:{stems})\w{{0,4}}\b", re.IGNORECASE)


def is_reported_past(clause: str) -> bool:
    """Tell whether "soll" passes on a rumour (perfect infinitive or a state) rather than a plan."""
    if _DUE.search(clause):
        return False
    return _PERFECT_INFINITIVE.search(clause) is not None or _STATIVE.search(clause) is not None


def is_accuser(speaker: str) -> bool:
    """Tell whether it is somebody's office to accuse: a prosecutor, a secret service, the opposition."""
    return bool(set(_WORD.findall(speaker)) & source_words("accusers"))


def is_wrong(content: str) -> bool:
    """Tell whether what is said to have happened is a wrong ("gefälscht", "verschwiegen")."""
    return _senses("wrongs").search(content) is not None


def source_modality(content: str, speaker: str, hearsay: bool) -> Modality:
    """Return the modality of a "laut" or "nach Angaben" clause."""
    if hearsay:
        return "hearsay"
    accuses = is_accuser(speaker)
    if _RUMOUR.search(content):
        if not is_reported_past(content):
            return "planned"
        return "alleged" if accuses or (speaker and is_wrong(content)) else "hearsay"
    if re.match(r"\W*(?:sollte|sollten|müsse|müssten|müsste)\b", content):
        return "demanded"
    if re.search(r"\b(?:sobald|falls|sofern)\b", content):
        return "conditional"
    if _denies(content):
        return "denied"
    if accuses or is_wrong(content):
        return "alleged"
    wants = _PLAN.search(content) and not _PERFECT_INFINITIVE.search(content)
    return "planned" if wants else "asserted"


def clause_modality(own: Modality, content: str, speaker: str) -> Modality:
    """Return the modality of a clause passed on with a verb whose own sense is `own`."""
    if own != "asserted":
        return own
    head = content[:_HEAD]
    if _RUMOUR.search(head):
        return "hearsay" if is_reported_past(content) else "planned"
    if _OPENS_CONDITION.match(head):
        return "conditional"
    if _denies(head):
        return "denied"
    if is_wrong(head):
        return "alleged"
    if _THREAT.search(head):
        return "warned"
    if (_DEMAND.search(head) and not _CONDITION.search(head)) or _FORBIDS.search(head):
        return "demanded"
    if _PLAN.search(head) or _FUTURE.search(head):
        return "planned"
    return "alleged" if is_accuser(speaker) else own


def heard_modality(own: Modality, cue: str, speaker: str, negated: bool) -> Modality:
    """Return the sense that the cue itself gives a clause, before the clause is asked.

    What is said or believed by nobody who is named ("es hieß", "wird vermutet") is hearsay; "nicht bestätigen" denies,
    "nicht ausschließen" leaves it open, "nicht zufrieden" criticises; what a court decides holds, it is no plan.
    """
    if not speaker and cue in source_words("rumoured"):
        return "hearsay"
    if cue in ("entscheiden", "beschließen") and _COURT.search(speaker):
        return "asserted"
    if negated:
        senses: dict[str, Modality] = {"bestätigen": "denied", "ausschließen": "conditional"}
        return senses.get(cue, "criticised" if own == "welcomed" else own)
    return own


def _denies(content: str) -> bool:
    """Tell whether a clause says that there is nothing to something ("gebe es keine Hinweise", "falsch")."""
    if _senses("untrue").search(content) or _NO_TALK.search(content):
        return True
    return _senses("nothing").search(content) is not None and _NOTHING.search(content) is not None


_TOPICS: tuple[tuple[str, Modality], ...] = (
    (r"\b\w*[Ww]arnung", "warned"),
    (r"\b(?:Forderung|Appell|Empfehlung|Aufruf|Aufforderung)", "demanded"),
    (r"\b\w*[Dd]rohung", "threatened"),
    (r"\b(?:scharfe |deutliche )?Kritik\b", "criticised"),
    (r"^auf (?:[a-zäöüß]+ ){0,2}(?:Gefahr|Gefahren|Risiko|Risiken)\b", "warned"),
)
# The noun that somebody voices, behind its article and adjectives; "zu dem Verdacht" is none.
_VOICED = re.compile(r"(?!(?:zu[mr]?|über|auf|von|mit|an|gegen|für) )(?:[a-zäöüß]+ ){0,2}([A-ZÄÖÜ][a-zäöüß]+)\b")


def topic_modality(own: Modality, cue: str, content: str) -> Modality:
    """Return the modality of a topic: "gab eine Warnung heraus" warns, "äußerte Zweifel" criticises."""
    if own != "asserted":
        return own
    voiced = _VOICED.match(content) if cue in source_words("voicing") else None
    if voiced and voiced[1] in voiced_nouns():
        return voiced_nouns()[voiced[1]]
    return next((modality for pattern, modality in _TOPICS if re.search(pattern, content[:60])), own)


def verdict_modality(own: Modality, content: str) -> Modality:
    """Return the modality of what a thing is called: a farce criticises, "aus der Luft gegriffen" denies."""
    if own != "asserted":
        return own
    if _senses("untrue").search(content):
        return "denied"
    if _senses("bad").search(content):
        return "criticised"
    return "welcomed" if _senses("good").search(content) else own
