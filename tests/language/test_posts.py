"""What a post is read as, on our own sentences, and the published figures on the labelled set beside the checkout."""

import time

import pytest
from benchmarks.quality.posts import PUBLISHED, SET, readings, rows, score
from hypothesis import given
from hypothesis import strategies as st

from lagebild.language.posts import ThreadPost, is_spam, post_reader, subject, thread_subject

ARGUMENTS = [
    "Die Brücke ist gesperrt, weil laut Gutachten zwei Pfeiler gerissen sind; eine Sanierung wäre deshalb teurer.",
    "Im Vergleich zu 2015 fahren laut Statistik 30 Prozent mehr Leute mit der Bahn, aber die Strecken sind dieselben.",
    "Wenn das Gesetz so kommt, dann zahlen die Gemeinden mehr, denn der Bund kürzt gleichzeitig die Zuschüsse.",
    "Einerseits sinken die Preise, andererseits steigen die Gebühren, daher bleibt für die Haushalte nichts übrig.",
    "Siehe https://beispiel.example/studie: Der Verkehr nimmt trotz Umfahrung zu, weil Straßen Autos anziehen.",
    "Das führt dazu, dass kleinere Betriebe aufgeben, obwohl sie zum Beispiel weniger Energie verbrauchen als große.",
    "Der Vertrag gilt laut Paragraph 7 nur, wenn beide Parlamente zustimmen, und das ist in Wien nicht geschehen.",
]
NO_ARGUMENTS = [
    "Haha, genau so.",
    "Na bravo!!!",
    "Endlich sagt es einer.",
    "Ohne Worte ...",
    "Was für ein schöner Tag für die Stadt.",
    "Mahlzeit, alle miteinander :-)",
    "Die spinnen, die Leute im Rathaus!",
]
PERSONAL = [
    "Ich war 1998 selbst beim Hochwasser dabei, wir haben drei Tage lang Sandsäcke gefüllt und kaum geschlafen.",
    "Meine Großmutter hat als Kind in der Au gewohnt und uns oft von der Überschwemmung erzählt.",
    "Als Kind bin ich jeden Tag mit der Bim in die Schule gefahren, das hat damals zwei Schilling gekostet.",
    "Hab vor zehn Jahren in der Fabrik gearbeitet, mein Chef hat uns nie nach dem Helm gefragt.",
    "Mein Vater wurde im Spital drei Stunden nicht angeschaut, danach haben wir ihn selbst nach Graz gebracht.",
    "Wir sind im Urlaub in genau so einem Zug gesessen, und meine Tochter hatte furchtbare Angst.",
    "Bei uns in der Siedlung ist der Strom letztens auch ausgefallen, ich habe meiner Nachbarin eine Lampe gebracht.",
    "Vor drei Jahren habe ich meinen Job verloren, nach vier Monaten hatte ich über eine Freundin wieder einen.",
    "Nach der Matura bin ich nach Linz gezogen und habe in einer Bäckerei gejobbt, meine Eltern waren entsetzt.",
]
NOT_PERSONAL = [
    "Ich finde, das geht zu weit.",
    "Ich glaube nicht, dass die Regierung das so beschließt.",
    "Sie haben den Artikel offenbar nicht gelesen.",
    "Die Feuerwehr war um drei Uhr da und hat den Brand gelöscht.",
    "Würde ich auch so sehen.",
    "Warum wird das erst jetzt gebaut?",
    "Der Minister hatte damals etwas ganz anderes versprochen.",
]
NEGATIVE = [
    "Das ist eine Zumutung und eine Frechheit obendrein.",
    "Peinlich, wie unfähig diese Firma ist.",
    "Das ist nicht gut.",
    "So ein Schwachsinn!",
    "Eine Schande für die ganze Stadt.",
    "Na bravo, schon wieder die sogenannten Experten!",
    "Der Bürgermeister hat uns angelogen, das ist erbärmlich.",
    "Sie verharmlosen das, wie lächerlich ist das denn?!",
]
POSITIVE = [
    "Das ist gut",
    "Großartig, Respekt an die Feuerwehr.",
    "Danke, sehr hilfsbereit von den Leuten dort.",
    "Hut ab vor dem Fahrer.",
    "Gratulation, das habt ihr wunderbar gemacht.",
    "Das hat die Feuerwehr super gemacht, Respekt!",
]
NEUTRAL = [
    "Das ist ein Haus",
    "Der Zug fährt um acht Uhr ab.",
    "Laut Bericht waren 40 Personen im Saal.",
    "Die Gemeinde liegt an der Mur.",
    "Im Krieg starben dort laut Archiv 300 Menschen.",
    "Der Täter ist 34 Jahre alt.",
]
OFF_TOPIC = [
    "Wieso wurde mein Posting gelöscht? Die Zensur in diesem Forum wird immer ärger.",
    "Lustiger Nick, haha :-)",
    "Bitte um Moderation, der Troll da oben postet überall dasselbe.",
    "Rote Stricherl, aber kein Wort dazu, lol.",
    "Im Titel ist ein Tippfehler, liebe Redaktion.",
]
ON_TOPIC = [
    "Der Deich bei Lauterach war schon im Frühjahr beschädigt, das stand im Bericht der Behörde.",
    "Die Pumpen am Deich kamen viel zu spät, die Behörde hat tagelang gewartet.",
    "Ob der Deich das nächste Hochwasser übersteht, weiß niemand.",
]
DYKE = subject("Hochwasser: Deich bei Lauterach gebrochen. Die Behörde schickt Pumpen, ein Bericht liegt vor.")
INSULTS = [
    "Du Idiot hast doch keine Ahnung.",
    "Lauter Trottel im Gemeinderat.",
    "Halt die Fresse.",
    "Diese Vollpfosten lernen es nie.",
    "Der ist doch hirnlos.",
    "Die gehört gefeuert, diese verlogene Ratte.",
]
NO_INSULTS = [
    "Ich stand an der Kassa wie ein Depp.",
    "Ich Idiot habe den Schirm vergessen.",
    "Er wurde im Landtag als Trottel beschimpft.",
    "Was für ein Idyll am See.",
    "Im Keller lief eine fette Ratte herum.",
    "Die Entscheidung ist falsch und teuer.",
]
CONTEMPT = [
    "Die Ausländer gehören alle raus, das sind doch kriminelle Horden.",
    "Flüchtlinge sind faul und leben auf unsere Kosten von der Mindestsicherung.",
    "Frauen gehören an den Herd und nicht ins Cockpit, die sind dafür unfähig.",
]
SWEEPING = [
    "Ausländer raus aus unserem Land!",
    "Alle Muslime sind Terroristen.",
    "Die Bettler gehören weggesperrt, so wie früher.",
]
NO_CONTEMPT = [
    "An der Wand stand „Ausländer raus“, die Polizei ermittelt.",
    "Die Migranten sind gestern gerettet worden.",
    "In unserem Dorf helfen die Flüchtlinge bei der Ernte mit.",
    "Die Türkei hat gestern 2:1 gewonnen.",
    "Der Anteil der Frauen im Vorstand liegt bei 12 Prozent.",
    "Kriminelle Banden haben drei Automaten gesprengt.",
]
TRAITS = [
    *((text, "argument", True) for text in ARGUMENTS),
    *((text, "argument", False) for text in NO_ARGUMENTS),
    *((text, "personal", True) for text in PERSONAL),
    *((text, "personal", False) for text in NOT_PERSONAL),
    *((text, "off_topic", True) for text in OFF_TOPIC),
    *((text, "off_topic", False) for text in ON_TOPIC),
    *((text, "insult", True) for text in INSULTS),
    *((text, "insult", False) for text in NO_INSULTS),
    *((text, "discriminating", True) for text in CONTEMPT + SWEEPING),
    *((text, "discriminating", False) for text in NO_CONTEMPT),
]
MOODS = [
    *((text, "negative") for text in NEGATIVE),
    *((text, "positive") for text in POSITIVE),
    *((text, "neutral") for text in NEUTRAL),
]
ENGLISH = [
    ("I was on that bridge last year with my daughter, we waited for two hours.", "personal", True),
    (
        "The bridge was closed because, according to the report, two pillars had cracked; however, it reopened.",
        "argument",
        True,
    ),
    ("My grandmother used to tell us how she lost her house in the flood.", "personal", True),
    ("I think they should resign.", "personal", False),
    ("lol", "argument", False),
    ("You are all idiots.", "insult", True),
    ("I felt like an idiot at the counter.", "insult", False),
    ("Why was my comment deleted? The moderators censor everything in this forum.", "off_topic", True),
    ("All migrants are criminals.", "discriminating", True),
    ("Send them back, these migrants are lazy criminals.", "discriminating", True),
]
SPAM = [
    "Von zu Hause aus Geld verdienen, schreib mir auf WhatsApp: +49 151 000000",
    "Online-Casino mit Freispielen: https://gewinn.example",
    "I make money every day, click here https://rich.example",
    "Verdiene 900 Euro am Tag, Link in Bio!",
]
NO_SPAM = [
    "Wie soll man da noch Geld verdienen?",
    "Die Studie steht hier: https://beispiel.example/studie",
    "Fragen an das Bürgerservice: +43 1 000 00 00",
    "Im Online-Casino hat mein Onkel sein Haus verspielt.",
]


@pytest.mark.parametrize(("text", "trait", "expected"), TRAITS)
def test_traits(text: str, trait: str, expected: bool) -> None:
    reading = post_reader("de").read(text, about=DYKE if trait == "off_topic" else None)
    assert (trait in reading.traits) is expected, (reading.scores[trait], reading.marks)
    if expected:
        assert all(word in text for word in reading.why(trait, text))
        assert reading.why(trait, text)


@pytest.mark.parametrize(("text", "expected"), MOODS)
def test_sentiment(text: str, expected: str) -> None:
    reading = post_reader("de").read(text)
    assert reading.sentiment == expected, (reading.scores, reading.marks)


def test_a_negation_turns_what_follows() -> None:
    bad, less = (
        post_reader("de").read(t).scores for t in ("Die Brücke ist schlecht.", "Die Brücke ist nicht schlecht.")
    )
    assert less["negative"] < bad["negative"]
    assert less["positive"] > bad["positive"]


@pytest.mark.parametrize(("text", "trait", "expected"), ENGLISH)
def test_english(text: str, trait: str, expected: bool) -> None:
    reading = post_reader("en").read(text)
    assert (trait in reading.traits) is expected, (reading.scores, reading.marks)


@pytest.mark.parametrize("text", SPAM)
def test_spam_offers_and_says_where(text: str) -> None:
    assert is_spam(text)


@pytest.mark.parametrize("text", NO_SPAM)
def test_neither_a_link_nor_an_offer_alone_is_spam(text: str) -> None:
    assert not is_spam(text)


@pytest.mark.parametrize("text", INSULTS)
def test_insults_are_kept_back_with_their_reason(text: str) -> None:
    reading = post_reader("de").read(text)
    assert reading.hidden
    assert reading.why("insult", text)


@pytest.mark.parametrize("text", SWEEPING)
def test_what_condemns_all_of_a_group_is_kept_back(text: str) -> None:
    assert post_reader("de").read(text).hidden


def test_a_quoted_slogan_is_shown() -> None:
    assert not post_reader("de").read(NO_CONTEMPT[0]).hidden


def test_a_reply_is_less_often_a_story_of_its_own() -> None:
    text = "Bin damals auch dort gewesen."
    alone, reply = (post_reader("de").read(text, reply=r).scores["personal"] for r in (False, True))
    assert reply < alone


def test_a_thread_that_talks_about_the_forum_has_drifted() -> None:
    calm = [ThreadPost(f"p{i}", "Der Deich ist gebrochen.") for i in range(30)]
    upset = [ThreadPost(f"q{i}", "Wieder ein Posting gelöscht.") for i in range(10)]
    reader = post_reader("de")
    before = reader.read_thread(calm)["p0"].scores["off_topic"]
    assert reader.read_thread([*calm, *upset])["p0"].scores["off_topic"] > before


def test_a_thread_is_about_what_several_posts_name() -> None:
    assert thread_subject(["Der Deich ist weich", "Am Deich war ich", "Ein Hund"]) == subject("Deich")


@given(st.text(max_size=400))
def test_marks_stand_inside_the_text_and_readings_repeat(text: str) -> None:
    for language in ("de", "en"):
        reading = post_reader(language).read(text)
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in reading.marks)
        assert reading == post_reader(language).read(text)


def test_a_text_without_end_is_read_in_no_time() -> None:
    began = time.perf_counter()
    for text in ("ich habe " * 400_000, "a" * 3_000_000, "ich wie ein " * 300_000, '"' * 1_000_000):
        post_reader("de").read(text)
        is_spam(text)
    assert time.perf_counter() - began < 5


@pytest.mark.shared
@pytest.mark.skipif(not SET.is_file(), reason="no labelled posts beside the checkout")
def test_labelled_posts_are_read_at_least_as_well_as_published() -> None:
    found = rows()
    read = readings(found)
    for label, floor in PUBLISHED.items():
        assert score(found, read, label)[2] >= floor, label
