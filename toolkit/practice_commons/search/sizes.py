"""How large the pieces of a generation are: the one place that weighs files on disk against bytes for a query.

A host limits files, a reader's patience limits bytes, and a query reads whole shards: larger ones are fewer files and
more bytes. What two thirds of the queries ask for, stems and cards, is kept small; positions, which only phrases ask
for, and texts, which only the page of results asks for as its results come into sight, lie many to a shard.
"""

from __future__ import annotations

LARGEST = 32_000
"""Bytes of a shard of stems, words or exact values before it is packed: what `--max-shard` sets, and others follow.
"""
COMMON = 2
"""A stem that takes this part of a shard has one of its own: whoever asks for it is not sent its neighbours."""
POSITIONS = 2
"""How many times as large a shard of positions is."""
TEXTS = 3
"""How many times as large a shard of summaries and texts is."""
CARDS = 64
"""Cards in a shard: the best few of a list are asked for in nearly as many shards."""
DICTIONARY = 24_000
"""Bytes of what many cards say, kept apart, so that no shard of cards says it again; deflate looks back 32,768."""
MANY = 1_000
"""Documents from which on a generation has such a dictionary: a smaller one has few shards of cards."""
