"""annotate: a text -> sentences, mentions, times, places, quantities, statements, events, wording, scene."""
