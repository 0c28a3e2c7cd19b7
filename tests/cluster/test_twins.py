"""Reports of happenings that are alike in all but who and where, told as newspapers tell them: two stay two."""

from itertools import islice, permutations

import pytest

from lagebild.acquire.jsonl import read_document
from lagebild.annotate.annotate import annotate
from lagebild.cluster.linker import Linker
from lagebild.language.encoder.shipped import encoder
from lagebild.records.story import AnnotatedDocument
from lagebild.run.clock import now

REPORTS = {
    "warehouse-a1": (
        "Großbrand in Wolfratshausen: Möbellager zerstört",
        "In Wolfratshausen ist in der Nacht zum Dienstag eine Lagerhalle eines Möbelhändlers abgebrannt. Verletzt "
        "wurde niemand. Nach Angaben der Polizei bemerkte ein Bäcker gegen 3.20 Uhr Rauch über dem Gewerbegebiet "
        "am Loisachufer. Als die ersten Löschfahrzeuge eintrafen, stand die Halle bereits in voller Ausdehnung in "
        "Flammen. Rund 140 Feuerwehrleute waren bis in den Vormittag im Einsatz. Den Schaden schätzt die "
        "Kriminalpolizei auf 1,8 Millionen Euro. Die Ursache ist noch unklar, ein technischer Defekt an einer "
        "Ladestation wird nicht ausgeschlossen. Anwohner sollten Fenster und Türen geschlossen halten.",
    ),
    "warehouse-a2": (
        "Feuer vernichtet Möbelhaus-Lager am Loisachufer",
        "Eine Lagerhalle am Loisachufer in Wolfratshausen (Landkreis Bad Tölz-Wolfratshausen) ist niedergebrannt. "
        "Das Feuer brach in der Nacht auf Dienstag aus. 140 Helfer kämpften gegen die Flammen, der Schaden liegt "
        "nach ersten Schätzungen bei knapp zwei Millionen Euro. Menschen kamen nicht zu Schaden. Die Feuerwehr "
        "rief die Bewohner der umliegenden Straßen auf, drinnen zu bleiben und die Lüftung abzuschalten. Ob eine "
        "Ladestation für Gabelstapler den Brand auslöste, müssen Sachverständige klären.",
    ),
    "warehouse-a3": (
        "Nach Brand im Möbellager: Ermittler warten auf Statiker",
        "Nach dem Großbrand in einem Möbellager in Wolfratshausen ermittelt die Kriminalpolizei Weilheim. Ein "
        "Sprecher sagte am Mittwoch, Brandermittler könnten die einsturzgefährdete Halle frühestens am Donnerstag "
        "betreten. Bürgermeister Klaus Heilinglechner dankte den 140 Einsatzkräften. Der Inhaber des "
        "Möbelhandels, Georg Pfanzelt, kündigte an, den Betrieb am selben Ort wieder aufzubauen. Elf Beschäftigte "
        "sind vorerst freigestellt. Die Warnung vor Rauchgasen am Loisachufer hob die Stadt am Dienstagabend auf.",
    ),
    "warehouse-b1": (
        "Lagerhalle in Bad Doberan ausgebrannt",
        "In Bad Doberan ist am Dienstagmorgen eine Lagerhalle eines Getränkehändlers ausgebrannt. Verletzt wurde "
        "niemand. Eine Spaziergängerin sah gegen 6 Uhr Flammen aus dem Dach schlagen und wählte den Notruf. Rund "
        "90 Feuerwehrleute aus dem ganzen Landkreis Rostock löschten bis zum Mittag. Die Polizei schätzt den "
        "Schaden auf 600.000 Euro und ermittelt wegen des Verdachts der Brandstiftung: An der Rückseite der Halle "
        "fanden die Beamten Reste eines Brandbeschleunigers. Die Molli-Bahn musste den Verkehr für zwei Stunden "
        "einstellen.",
    ),
    "warehouse-b2": (
        "Festnahme nach Brand in Getränkehalle",
        "Im Fall der ausgebrannten Getränkehalle von Bad Doberan hat die Polizei einen 23 Jahre alten Mann "
        "vorläufig festgenommen. Er soll am Dienstagmorgen in der Nähe des Brandortes gesehen worden sein, teilte "
        "das Polizeipräsidium Rostock mit. Der Mann schweigt. Der Getränkehändler Ostsee-Quell bezifferte den "
        "Verlust auf 600.000 Euro. Die Staatsanwaltschaft prüft, ob sie Haftbefehl wegen schwerer Brandstiftung "
        "beantragt.",
    ),
    "robbery-a1": (
        "Maskierter überfällt Tankstelle in Euskirchen",
        "Ein maskierter Mann hat am Mittwochabend eine Tankstelle an der Kölner Straße in Euskirchen überfallen. "
        "Er bedrohte die 52 Jahre alte Kassiererin mit einem Messer und flüchtete mit rund 700 Euro zu Fuß in "
        "Richtung Bahnhof. Die Polizei suchte mit einem Hubschrauber nach dem Täter, bislang ohne Erfolg. Er soll "
        "etwa 1,80 Meter groß sein und einen grauen Kapuzenpullover getragen haben.",
    ),
    "robbery-b1": (
        "Überfall auf Tankstelle in Soest: Täter flieht auf Motorroller",
        "In Soest hat ein Unbekannter am Mittwochabend eine Tankstelle am Hiddingser Weg ausgeraubt. Er zielte "
        "mit einer Schusswaffe auf den Angestellten, ließ sich die Einnahmen geben und fuhr auf einem dunklen "
        "Motorroller davon. Wie viel Geld er erbeutete, teilte die Polizei nicht mit. Der 31 Jahre alte "
        "Angestellte erlitt einen Schock. Zeugen beschreiben den Mann als auffallend klein.",
    ),
    "volleyball-a1": (
        "Volleyball-EM: Deutschland schlägt Belgien 3:1",
        "Die deutschen Volleyballer sind mit einem Sieg in die Europameisterschaft gestartet. In Sofia gewann die "
        "Mannschaft von Bundestrainer Michał Winiarski am Freitag gegen Belgien mit 3:1 (25:21, 23:25, 25:19, "
        "25:22). Bester Punktesammler war György Grozer mit 24 Zählern. Am Samstag trifft Deutschland auf "
        "Portugal.",
    ),
    "volleyball-b1": (
        "Volleyball-EM: Slowenien ringt Frankreich im Tiebreak nieder",
        "Olympiasieger Frankreich hat sein Auftaktspiel bei der Volleyball-Europameisterschaft verloren. Die "
        "Mannschaft um Earvin N’Gapeth unterlag Slowenien am Freitag in Sofia nach einer 2:0-Führung noch mit "
        "2:3. Tine Urnaut verwandelte den dritten Matchball. Frankreich muss nun am Sonntag gegen Finnland "
        "gewinnen.",
    ),
    "football-a1": (
        "Dortmund dreht Spiel gegen Mainz",
        "Borussia Dortmund hat am zweiten Spieltag der Fußball-Bundesliga einen Rückstand in einen Sieg "
        "verwandelt. Gegen den FSV Mainz 05 gewann die Mannschaft von Trainer Niko Kovac am Samstag vor 81.365 "
        "Zuschauern mit 3:2. Serhou Guirassy traf doppelt, den entscheidenden Treffer erzielte der eingewechselte "
        "Karim Adeyemi in der 88. Minute. Mainz war durch Nadiem Amiri und Jae-Sung Lee mit 2:0 in Führung "
        "gegangen. Trainer Bo Henriksen sprach nach dem Abpfiff von einem bitteren Nachmittag. Der BVB rückt auf "
        "Platz drei vor.",
    ),
    "football-a2": (
        "Adeyemi schießt den BVB zum Sieg",
        "Joker Karim Adeyemi hat Borussia Dortmund zu einem späten 3:2 (0:2) gegen Mainz 05 verholfen. Zwei Tore "
        "von Serhou Guirassy hatten den BVB nach der Pause zurückgebracht, ehe Adeyemi zwei Minuten vor dem Ende "
        "traf. „Wir haben nie aufgehört zu glauben“, sagte Trainer Niko Kovac. Die Mainzer, die zur Pause durch "
        "Treffer von Amiri und Lee geführt hatten, warten weiter auf den ersten Punkt der Saison.",
    ),
    "football-b1": (
        "Leipzig müht sich gegen Köln",
        "RB Leipzig hat am zweiten Spieltag der Fußball-Bundesliga nur mit Mühe gewonnen. Gegen den 1. FC Köln "
        "reichte es am Samstag vor 42.000 Zuschauern zu einem 1:0. Das Tor des Tages schoss Christoph Baumgartner "
        "in der 71. Minute nach Vorarbeit von David Raum. Köln hatte durch Eric Martel und Luca Waldschmidt gute "
        "Gelegenheiten, scheiterte aber am starken Torhüter Peter Gulacsi. Trainer Ole Werner lobte die Geduld "
        "seiner Mannschaft. Leipzig steht nun auf Platz fünf.",
    ),
    "tennis-a1": (
        "US Open: Zverev nach fünf Sätzen im Viertelfinale",
        "Alexander Zverev hat bei den US Open in New York das Viertelfinale erreicht. Der Hamburger besiegte am "
        "Sonntag den Italiener Lorenzo Musetti nach 4:12 Stunden mit 6:4, 3:6, 6:7, 6:3, 6:2. Nächster Gegner ist "
        "der Kanadier Felix Auger-Aliassime.",
    ),
    "tennis-b1": (
        "US Open: Titelverteidigerin Sabalenka ohne Mühe weiter",
        "Aryna Sabalenka steht bei den US Open in New York im Viertelfinale. Die Titelverteidigerin aus Belarus "
        "gewann am Sonntag gegen die Spanierin Cristina Bucsa nach nur 71 Minuten mit 6:1, 6:4. In der Runde der "
        "letzten Acht trifft sie auf die Tschechin Marketa Vondrousova.",
    ),
    "handball-a1": (
        "Handball-EM: Deutschland zittert sich gegen Österreich zum Sieg",
        "Die deutschen Handballer haben ihr erstes Spiel bei der Europameisterschaft in Herning gewonnen. Gegen "
        "Österreich setzte sich die Mannschaft von Alfred Gislason am Donnerstag mit 30:27 (13:15) durch. Juri "
        "Knorr war mit acht Toren der beste Werfer. Torhüter Andreas Wolff parierte 14 Bälle.",
    ),
    "handball-b1": (
        "Handball-EM: Spanien schlägt Serbien deutlich",
        "Spaniens Handballer sind mit einem klaren Erfolg in die Europameisterschaft gestartet. In Herning "
        "bezwangen sie am Donnerstag Serbien mit 34:25 (18:11). Aleix Gomez warf neun Tore, Torhüter Gonzalo "
        "Perez de Vargas hielt zwölf Würfe. Serbiens Trainer Raul Gonzalez sprach von einer Lehrstunde.",
    ),
}
"""Reports of our own by kind, happening and number."""

KINDS = sorted({name.partition("-")[0] for name in REPORTS})


def items(kind: str) -> dict[str, AnnotatedDocument]:
    found = {}
    for name, (title, text) in REPORTS.items():
        if name.startswith(kind):
            row = {"id": name, "title": title, "text": text, "published": "2026-09-01T12:00:00+02:00"}
            document = read_document(row, seen=now())
            found[name] = AnnotatedDocument(document, annotate(document, encoder()))
    return found


@pytest.mark.skipif(encoder() is None, reason="the model package is not installed")
@pytest.mark.parametrize("kind", KINDS)
def test_two_of_a_kind_on_one_day_stay_two(kind: str) -> None:
    found = items(kind)
    expected = sorted(sorted(n for n in found if n[:-1] == happening) for happening in {n[:-1] for n in found})
    for order in islice(permutations(found), 24):
        linker = Linker()
        stands = {link.document: link.story for name in order for link in linker.link(found[name])}
        told = sorted(sorted(n for n in found if stands[n] == story) for story in set(stands.values()))
        assert told == expected, order
