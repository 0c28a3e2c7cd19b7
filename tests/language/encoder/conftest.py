"""A tokenizer of single letters, so that sizes can be counted by hand, and the shipped model where it is installed."""

import pytest
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from lagebild.language.encoder.shipped import Encoder, encoder


@pytest.fixture(scope="session")
def letters() -> Tokenizer:
    """Each letter is a piece: number 4 for "a", 3 for all others."""
    made = Tokenizer(WordLevel({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "a": 4}, unk_token="<unk>"))
    made.pre_tokenizer = Split(Regex("."), "isolated")
    return made


@pytest.fixture(scope="session")
def shipped() -> Encoder:
    found = encoder()
    if found is None:
        pytest.skip("the model package lagebild-encoder is not installed")
    return found
