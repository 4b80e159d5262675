"""Floor 4: finding contributions. A Whoosh index of the catalogue, disposable, and one query language over it."""
