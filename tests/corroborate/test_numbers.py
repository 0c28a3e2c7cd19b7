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


def test_who_arrives_at_another_sum_disputes_the_one_told_before() -> None:
    text = (
        "Der Senat rechnet für die neue Fähre mit Kosten von 18 Millionen Euro. "
        "Der Steuerzahlerbund kommt auf mindestens 25 Millionen, weil Steuern fehlten."
    )
    item = Writer(text).quantity("18 Millionen Euro", 18e6, unit="EUR")
    item.quantity("mindestens 25 Millionen", 25e6, minimum=25e6)
    item.statement("die neue Fähre mit Kosten von 18 Millionen Euro", "Senat")
    (comparison,) = compare([item.done()]).numbers
    assert [(v.speaker, v.unit) for v in comparison.values] == [("Senat", "EUR"), ("Steuerzahlerbund", "EUR")]
    assert [p.verdict for p in comparison.pairs] == ["contradiction"]


def test_who_gets_votes_disputes_nothing() -> None:
    text = "Die Liste Hafen erhielt 3.100 Stimmen. Die Liste Deich kommt auf 2.400."
    item = Writer(text).quantity("3.100", 3100, "Stimmen").quantity("2.400", 2400).done()
    assert compare([item]).numbers == ()


def test_two_nouns_for_one_crowd_are_one_count() -> None:
    a = Writer("In Kiel (dpo) blieben 14.500 Reisende sitzen.", id="a", published=at(12, 9))
    a.place("Kiel", 54.3, 10.1, "DE").quantity("14.500", 14_500, "Reisende")
    b = Writer("Chaos am Kai von Kiel! Über 16.000 Urlauber warten.", id="b", published=at(12, 11))
    b.place("Kiel", 54.3, 10.1, "DE").quantity("Über 16.000", 16_000, "Urlauber", minimum=16_000)
    c = Writer("Stau vor Linz! Über 16.000 Urlauber warten.", id="c", published=at(12, 11))
    c.place("Linz", 48.3, 14.3, "AT").quantity("Über 16.000", 16_000, "Urlauber", minimum=16_000)
    assert verdicts(a.done(), b.done()) == ["contradiction"]
    assert verdicts(a.done(), c.done()) == []


def test_the_part_counts_what_the_whole_counts() -> None:
    a = fire("verbrannten 112 von 148 Booten.", "a").quantity("112", 112).quantity("148", 148, "Booten").done()
    b = fire("verbrannten 112 Boote.", "b").quantity("112", 112, "Boote").done()
    assert "same" in verdicts(a, b)


def test_a_clause_with_a_verb_of_its_own_borrows_no_fate() -> None:
    a = fire("waren 80 Einsatzkräfte im Dienst, ein Helfer wurde verletzt.", "a", 8).quantity("80", 80, "Einsatzkräfte")
    b = fire("wurden 80 Menschen verletzt.", "b").quantity("80", 80, "Menschen")
    assert [c.counted for c in compare_numbers([a.done()], OPTIONS)] == ["Einsatzkräfte", "Verletzte"]
    assert "same" not in verdicts(a.done(), b.done())


def test_a_fate_is_counted_whatever_its_people_are_called() -> None:
    a = fire("wurden 12 Fahrgäste verletzt.", "a").quantity("12", 12, "Fahrgäste").done()
    b = fire("gab es 12 Verletzte.", "b").quantity("12", 12, "Verletzte").done()
    assert verdicts(a, b) == ["granularity"]


def test_many_figures_at_one_time_are_counts_of_many_places() -> None:
    lines = "Bauernbund: {} Höfe bekommen mehr Geld für Milch"
    figures = (80_000, 134_000, 230_000, 455_000)
    items = [Writer(lines.format(n), id=str(n), published=at(12)).quantity(str(n), n, "Höfe").done() for n in figures]
    assert verdicts(*items[:2]) == ["contradiction"]
    assert set(verdicts(*items)) == {"different-scope"}


def test_a_comparison_has_places_of_its_own() -> None:
    a = fire("fielen 31.500 Haushalte aus, mehr als die Stadt Biel zählt.", "a").place("Biel", 47.1, 7.2, "CH")
    a.place("Emden", 53.4, 7.2, "DE").quantity("31.500", 31_500, "Haushalte")
    b = (
        fire("fielen 31.500 Haushalte aus.", "b")
        .place("Emden", 53.4, 7.2, "DE")
        .quantity("31.500", 31_500, "Haushalte")
    )
    assert verdicts(a.done(), b.done()) == ["same"]


def test_a_sum_told_before_is_not_named_by_what_is_said_about_it() -> None:
    a = fire("entstanden Kosten von 18 Millionen Euro.", "a").quantity("18 Millionen Euro", 18e6, unit="EUR").done()
    text = "Die Löhne der Wehr seien in den 18 Millionen Euro enthalten."
    b = Writer(text, id="b").quantity("18 Millionen Euro", 18e6, unit="EUR").done()
    assert {c.counted for c in compare_numbers([a, b], OPTIONS)} == {"Kosten"}


def test_a_sum_is_not_named_by_what_another_sum_is_of() -> None:
    text = "Bei einem Umsatz von 90 Millionen Euro verdiente die Reederei 4 Millionen Euro."
    item = Writer(text).quantity("90 Millionen Euro", 90e6, unit="EUR").quantity("4 Millionen Euro", 4e6, unit="EUR")
    assert {c.counted for c in compare_numbers([item.done()], OPTIONS)} == {"Umsatz", "Verdienst"}


def test_somebody_to_whom_it_happened_counts_as_one() -> None:
    a = fire("kam ein Lokführer ums Leben.", "a").done()
    b = fire("gab es einen Toten.", "b").quantity("einen", 1, "Toten").done()
    (compared,) = compare([a, b]).numbers
    assert [v.text for v in compared.values] == ["ein", "einen"]
    assert {p.verdict for p in compared.pairs} == {"granularity"}
    assert compare_numbers([fire("stand ein Lokführer bereit.", "c").done()], OPTIONS) == ()


def test_firefighters_one_by_one_and_together_are_the_same_people() -> None:
    a = fire("wurde ein Feuerwehrmann verletzt.", "a", 3).done()
    b = fire("wurden zwei Feuerwehrleute verletzt.", "b").quantity("zwei", 2, "Feuerwehrleute").done()
    assert verdicts(a, b) == ["superseded"]


def test_a_share_for_one_country_is_not_the_whole() -> None:
    a = fire("entstanden Kosten von 19 Millionen Euro.", "a", 2).quantity("19 Millionen Euro", 19e6, unit="EUR")
    b = fire("nannte der Minister für die Schweiz Kosten von 8 Millionen Euro.", "b").mention("Schweiz", "place")
    b.quantity("8 Millionen Euro", 8e6, unit="EUR")
    assert verdicts(a.done(), b.done()) == ["different-scope"]
