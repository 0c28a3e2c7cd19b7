"""Long random courses of news and judgements: at every step the stories are what links and ledger say."""

import random

import pytest

from lagebild.records.errors import JudgementError
from lagebild.store import open_store
from tests.flow.judging import judge, report
from tests.flow.test_judging_kill import check

STEPS = 120


@pytest.mark.slow
@pytest.mark.parametrize("seed", [33, 34, 35])
def test_news_among_judgements_stay_where_they_were_put(seed: int) -> None:
    dice = random.Random(seed)
    with open_store("sqlite://") as store:
        told: list[str] = []
        for step in range(STEPS):
            if step % 4 == 0:
                report(store, dice, f"d{step}")
            else:
                try:
                    with store.unit(write=True) as unit:
                        told.append(judge(unit, dice).id)
                except JudgementError:
                    continue
            check(store, told)
