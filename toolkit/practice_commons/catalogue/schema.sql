-- Content is keyed by Git's blob id and parsed once, ever; placement says where it lies, in which source.
CREATE TABLE content (
    blob         TEXT PRIMARY KEY,
    contribution TEXT,              -- JSON of the typed contribution; NULL where it could not be typed
    html         TEXT,
    words        TEXT,
    headings     TEXT NOT NULL,     -- JSON: level, text, anchor, line
    links        TEXT NOT NULL,     -- JSON: address, line, alternative
    marks        TEXT NOT NULL,     -- JSON: place, line, column
    body_line    INTEGER NOT NULL,
    claimed_id   TEXT NOT NULL,     -- what the frontmatter gives as id, even where the rest cannot be used
    problems     TEXT NOT NULL      -- JSON: line, column, rule, severity, message, hint
) WITHOUT ROWID;

CREATE TABLE placement (
    source     TEXT NOT NULL,
    path       TEXT NOT NULL,
    blob       TEXT NOT NULL,
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    community  TEXT NOT NULL,
    date       TEXT NOT NULL,
    responds_to TEXT,
    changes    TEXT NOT NULL,       -- JSON: commit, when, subject; newest first; empty where not yet committed
    PRIMARY KEY (source, path)
) WITHOUT ROWID;
CREATE INDEX placement_by_id ON placement (id);
CREATE INDEX placement_by_community ON placement (community, date);
CREATE INDEX placement_by_kind ON placement (kind, date);
CREATE INDEX placement_by_response ON placement (responds_to);

-- One row for each priority, council and tag that a placed contribution names.
CREATE TABLE facet (
    facet  TEXT NOT NULL,           -- priority, council, tag
    value  TEXT NOT NULL,
    source TEXT NOT NULL,
    path   TEXT NOT NULL,
    PRIMARY KEY (facet, value, source, path)
) WITHOUT ROWID;

CREATE TABLE problem (
    source TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL,
    rule TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL
);
CREATE INDEX problem_by_source ON problem (source, path);

CREATE TABLE holding (
    source      TEXT PRIMARY KEY,
    "commit"    TEXT,
    moment      TEXT NOT NULL,
    name        TEXT NOT NULL,
    fingerprint TEXT NOT NULL       -- of the rules and vocabularies that the content was examined by
) WITHOUT ROWID;
