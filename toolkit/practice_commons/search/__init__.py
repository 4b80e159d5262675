"""Floor 4: finding contributions. A Whoosh index of the catalogue, disposable, and one query language over it."""

import os

# Numpy begins threads as it is loaded, for sums that nobody asks of it here; and whoever has threads cannot fork.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
