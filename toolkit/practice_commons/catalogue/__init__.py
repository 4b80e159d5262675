"""Floor 3: what the commons holds, in SQLite. Disposable: delete it, and the next command computes it again."""
