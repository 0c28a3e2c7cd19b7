from lagebild.corroborate.compare import compare
from lagebild.corroborate.numbers import compare_numbers
from lagebild.corroborate.options import CorroborateOptions
from lagebild.records.claim import NumberComparison, Verdict
from lagebild.records.story import AnnotatedDocument
from tests.corroborate.builders import Writer, at

OPTIONS = CorroborateOptions()
FIRE = "Beim Brand in der Werfthalle von Emden "


def verdicts(*documents: AnnotatedDocument) -> list[Verdict]:
    return [p.verdict for c in compare(documents).numbers for p in c.pairs]


def group(counted: str, *documents: AnnotatedDocument) -> NumberComparison:
    return next(c for c in compare_numbers(documents, OPTIONS) if c.counted == counted)


def fire(text: str, name: str, hour: int = 12) -> Writer:
    return Writer(FIRE + text, id=name, published=at(12, hour))


def test_the_dead_are_one_count_in_many_words() -> None:
    a = fire("kamen 40 Menschen ums Leben.", "a").quantity("40", 40, "Menschen").done()
    b = fire("gab es rund 40 Tote.", "b").quantity("rund 40", 40, "Tote", approximate=True).done()
    assert verdicts(a, b) == ["rounding"]


def test_the_dead_and_the_injured_are_two() -> None:
    a = fire("gab es 40 Tote.", "a").quantity("40", 40, "Tote").done()
    b = fire("gab es 60 Verletzte.", "b").quantity("60", 60, "Verletzte").done()
    assert compare([a, b]).numbers == ()


def test_modifiers_and_compounds_narrow_the_scope() -> None:
    a = fire("rückten 50 freiwillige Helfer an.", "a").quantity("50", 50, "freiwillige Helfer").done()
    b = fire("rückten 90 Helfer an.", "b").quantity("90", 90, "Helfer").done()
    assert verdicts(a, b) == ["different-scope"]
    c = fire("gab es 12 Schwerverletzte.", "c").quantity("12", 12, "Schwerverletzte").done()
    d = fire("gab es 31 Leichtverletzte.", "d").quantity("31", 31, "Leichtverletzte").done()
    assert verdicts(c, d) == ["different-scope"]


def test_the_town_is_not_the_district() -> None:
    a = fire("waren 19.000 Haushalte in der Stadt ohne Strom.", "a").quantity("19.000", 19_000, "Haushalte")
    b = fire("waren 31.500 Haushalte in Stadt und Landkreis ohne Strom.", "b").quantity("31.500", 31_500, "Haushalte")
    assert verdicts(a.done(), b.done()) == ["different-scope"]


def test_counts_of_two_towns_do_not_clash() -> None:
    a = Writer("In Berlin gab es zu Silvester 400 Festnahmen.", id="a").quantity("400", 400, "Festnahmen")
    b = Writer("In Frankfurt gab es zu Silvester 70 Festnahmen.", id="b").quantity("70", 70, "Festnahmen")
    a.place("Berlin", 52.52, 13.41, "DE")
    b.place("Frankfurt", 50.11, 8.68, "DE")
    assert verdicts(a.done(), b.done()) == ["different-scope"]


def test_dozens_are_forty_less_exactly() -> None:
    a = fire("starben Dutzende Menschen.", "a").quantity("Dutzende", 12, "Menschen", minimum=12, approximate=True)
    b = fire("starben 40 Menschen.", "b").quantity("40", 40, "Menschen")
    assert verdicts(a.done(), b.done()) == ["granularity"]


def test_several_is_read_although_it_is_no_number() -> None:
    a = fire("gab es mehrere Tote.", "a", 8).done()
    b = fire("gab es 40 Tote.", "b", 12).quantity("40", 40, "Tote").done()
    assert verdicts(a, b) == ["superseded"]


def test_two_counters_of_one_march_contradict() -> None:
    text = "Die Polizei zählte 3.000 Demonstranten, die Veranstalter sprachen von 9.000."
    item = Writer(text).quantity("3.000", 3000, "Demonstranten").quantity("9.000", 9000).done()
    (comparison,) = compare([item]).numbers
    assert [v.speaker for v in comparison.values] == ["Polizei", "Veranstalter"]
    assert [p.verdict for p in comparison.pairs] == ["contradiction"]


def test_a_demand_and_an_offer_are_two_things() -> None:
    text = "Die Gewerkschaft fordert 7 Prozent mehr Lohn. Die Reederei bietet 4 Prozent mehr Lohn."
    item = Writer(text).quantity("7 Prozent", 7, "Lohn", unit="%").quantity("4 Prozent", 4, "Lohn", unit="%").done()
    assert set(verdicts(item)) <= {"different-scope"}


def test_what_a_text_tells_side_by_side_is_no_conflict_between_texts() -> None:
    both = "Erst waren 15.000 Haushalte ohne Strom, dann fielen 22.000 Haushalte aus."
    a = Writer(both, id="a").quantity("15.000", 15_000, "Haushalte").quantity("22.000", 22_000, "Haushalte").done()
    b = Writer(both, id="b").quantity("15.000", 15_000, "Haushalte").quantity("22.000", 22_000, "Haushalte").done()
    assert "contradiction" not in verdicts(a, b)


def test_a_scope_beside_another_says_why() -> None:
    a = fire("halfen 11.000 finnische Soldaten.", "a").quantity("11.000", 11_000, "finnische Soldaten").done()
    b = fire("halfen 50.000 Soldaten.", "b").quantity("50.000", 50_000, "Soldaten").done()
    comparison = group("Soldaten", a, b)
    assert comparison.verdict == "different-scope"
    assert "„Soldaten“ und „finnische Soldaten“" in comparison.why
