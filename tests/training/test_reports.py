"""Our own reports: whole, our own, and batched so that what is easily confused stands side by side."""

import random
import re
from collections import Counter

import pytest
from tests.builders import SHARED
from training.reports import Reports, Told, batches, read_reports, spoiled
from training.sets import read_texts

REPORTS = read_reports({})
MOST_COPIED = 8
WIKINEWS = pytest.mark.skipif(not (SHARED / "data/quotations_de").is_dir(), reason="needs ../shared")


def small(themes: int, clutter: tuple[str, ...] = ()) -> Reports:
    return Reports(
        tuple(
            tuple(Told(f"{t}-{s}", "de", f"Titel {t} {s}\nText {r}") for s in range(3) for r in range(3))
            for t in range(themes)
        ),
        (),
        clutter,
    )


def test_a_theme_has_three_stories_told_three_times() -> None:
    assert len(REPORTS.themes) > 100
    for theme in REPORTS.themes:
        assert sorted(Counter(told.story for told in theme).values()) == [3, 3, 3]


def test_reports_have_a_headline_and_one_paragraph_in_one_of_two_languages() -> None:
    languages: Counter[str] = Counter()
    for told in (told for theme in REPORTS.themes for told in theme):
        title, _, text = told.text.partition("\n")
        assert title.strip() and len(text.split()) >= 20 and "\n" not in text, told
        languages[told.language] += 1
    assert set(languages) == {"de", "en"}
    assert languages["en"] > 0.25 * languages.total()


def test_no_report_stands_twice() -> None:
    assert max(Counter(told.text for theme in REPORTS.themes for told in theme).values()) == 1


@WIKINEWS
def test_what_retells_an_article_copies_no_phrase_of_it() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[k : k + MOST_COPIED + 1]) for k in range(len(words) - MOST_COPIED)}

    retold = read_reports(read_texts(SHARED / "data")).retold
    assert len(retold) > 100
    for article, *others in retold:
        assert not [told.text for told in others if runs(told.text) & runs(article.text)]


def test_an_epoch_has_each_report_once_and_whole_themes_together() -> None:
    made = batches(small(20), (), random.Random(1))
    counts = Counter(told.story for batch in made for told in batch)
    assert set(counts.values()) == {3} and len(counts) == 60
    for batch in made:
        stories = {told.story for told in batch}
        assert all(f"{story.split('-')[0]}-{k}" in stories for story in stories for k in range(3))


def test_articles_stand_beside_those_most_like_them() -> None:
    articles = tuple((Told(f"a{k}", "de", f"T\n{k}"),) for k in range(40))
    near = [sorted(range(40), key=lambda other: abs(other - k)) for k in range(40)]
    first = batches(Reports((), articles, ()), near, random.Random(3))[0]
    numbers = sorted(int(told.story[1:]) for told in first)
    assert len(numbers) == 20 and numbers[-1] - numbers[0] < 30


def test_clutter_is_the_same_for_several_stories_of_a_batch() -> None:
    made = batches(small(30, ("Wir nutzen Cookies.", "Jetzt teilen:")), (), random.Random(2))
    with_clutter = [{t.story for t in batch if "Cookies" in t.text or "teilen" in t.text} for batch in made]
    assert max(map(len, with_clutter)) > 3


def test_a_spoiled_report_keeps_its_story_and_something_to_read() -> None:
    dice = random.Random(4)
    texts = set()
    for told in (told for theme in REPORTS.themes[:20] for told in theme):
        worse = spoiled(told, dice)
        assert (worse.story, worse.language) == (told.story, told.language)
        assert len(worse.text) > 0.5 * len(told.text) - 100
        texts.add(worse.text == told.text)
    assert texts == {True, False}
