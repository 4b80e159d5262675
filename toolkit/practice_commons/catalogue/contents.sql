-- What was examined, by Git's blob id: read once, ever. Every row carries a seal over all that it holds.
CREATE TABLE IF NOT EXISTS content (
    blob         TEXT PRIMARY KEY,
    contribution TEXT,              -- JSON of the typed contribution; NULL where it could not be typed
    html         TEXT,
    headings     TEXT NOT NULL,     -- JSON: level, text, anchor, line
    links        TEXT NOT NULL,     -- JSON: address, line, alternative
    body_line    INTEGER NOT NULL,
    claimed_id   TEXT NOT NULL,     -- what the frontmatter gives as id, even where the rest cannot be used
    problems     TEXT NOT NULL,     -- JSON: line, column, rule, severity, message, hint
    seal         INTEGER NOT NULL
) WITHOUT ROWID;

-- Advice on how something is written, apart: publishing does not wait for it.
CREATE TABLE IF NOT EXISTS advice (
    blob     TEXT NOT NULL,
    lists    TEXT NOT NULL,         -- fingerprint of the vocabularies, whose names need no explanation
    problems TEXT NOT NULL,
    seal     INTEGER NOT NULL,
    PRIMARY KEY (blob, lists)
) WITHOUT ROWID;

-- A picture's first bytes and its size.
CREATE TABLE IF NOT EXISTS picture (
    blob TEXT PRIMARY KEY,
    head BLOB NOT NULL,
    size INTEGER NOT NULL,
    seal INTEGER NOT NULL
) WITHOUT ROWID;
