-- Where everything lies at one moment, and what follows from it. A file of this schema is written once and never
-- changed: an update writes another.
CREATE TABLE file (
    path     TEXT PRIMARY KEY,
    raw      TEXT,                  -- JSON of the path as it is, where it is not UTF-8
    mode     TEXT NOT NULL,
    blob     TEXT NOT NULL,
    part     INTEGER NOT NULL,      -- of the tree: names in two parts never collide
    identity TEXT NOT NULL,         -- the id that a contribution's frontmatter gives
    kind     TEXT NOT NULL,         -- of a contribution that could be typed
    latest   TEXT NOT NULL,         -- the last day that it speaks of as past
    contribution INTEGER NOT NULL   -- whether it is a contribution, and was read
) WITHOUT ROWID;

-- What a contribution refers to: `id:` and an id, or `path:` and a path.
CREATE TABLE reference (
    aim  TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (aim, path)
) WITHOUT ROWID;

CREATE TABLE placement (
    number        INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,    -- empty for this commons; the peer's name for a federated one
    path          TEXT NOT NULL,
    published     INTEGER NOT NULL, -- whether no error keeps it out
    blob          TEXT NOT NULL,
    id            TEXT NOT NULL,
    kind          TEXT NOT NULL,
    community     TEXT NOT NULL,
    date          TEXT NOT NULL,
    withdrawn     INTEGER NOT NULL,
    responds_to   TEXT,
    superseded_by TEXT,
    outcome       TEXT NOT NULL,
    until         TEXT,             -- the last day of an event, or on which a call, an offer or a request stands; NULL where it does not
    review_by     TEXT,
    person        TEXT,             -- the author's name, where the author chose to be listed
    role          TEXT NOT NULL,    -- the author's
    asks          INTEGER NOT NULL, -- how many
    councils      TEXT NOT NULL,    -- slugs, in the contribution's order
    headline      TEXT NOT NULL,    -- JSON: what a list shows of it
    changes       TEXT NOT NULL,    -- numbers of commits, newest first; empty where not yet committed
    changed       TEXT NOT NULL     -- when the present text was committed; the day of its date where it is not
);

-- One row for each priority, council and tag that a contribution names, for its licence, and for each stance.
CREATE TABLE facet (
    facet  TEXT NOT NULL,           -- priority, council, tag, licence, the stance on a priority, or the source and its title
    value  TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (facet, value, number)
) WITHOUT ROWID;

CREATE TABLE problem (
    path TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL,
    rule TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL,
    layer TEXT NOT NULL,            -- what found it: lists, placed, linked, picture, layout, record, federation
    part  INTEGER                   -- of the tree, for the layer layout
);

-- The records of advocacy that could be read. What each rests on stands in `reference`.
CREATE TABLE record (
    path     TEXT PRIMARY KEY,
    priority TEXT NOT NULL,         -- of a record of what was raised; empty for findings, whose file is named after it
    published INTEGER NOT NULL,     -- whether no error keeps it from being shown
    said     TEXT NOT NULL          -- JSON of what it says
) WITHOUT ROWID;

CREATE TABLE history (
    path    TEXT PRIMARY KEY,
    changes TEXT NOT NULL           -- as in placement, of files that lie otherwise than in the commit too
) WITHOUT ROWID;

CREATE TABLE commits (
    number  INTEGER PRIMARY KEY,
    "commit" TEXT NOT NULL UNIQUE,
    moment  TEXT NOT NULL,
    subject TEXT NOT NULL
);

-- The paths whose placement an edition changed.
CREATE TABLE touched (
    edition INTEGER NOT NULL,
    path    TEXT NOT NULL,
    PRIMARY KEY (edition, path)
) WITHOUT ROWID;

-- This edition and those that it was made from, as far back as touched paths are known.
CREATE TABLE ancestry (
    edition INTEGER PRIMARY KEY,
    token   TEXT NOT NULL
);

CREATE TABLE holding (
    token      TEXT NOT NULL,       -- a hash of what it holds: the same for the same tree on the same day
    edition    INTEGER NOT NULL,    -- counts the line's editions
    since      INTEGER NOT NULL,    -- the last edition whose touched paths are not all known
    "commit"   TEXT,
    moment     TEXT NOT NULL,
    name       TEXT NOT NULL,
    day        TEXT NOT NULL,       -- by which dates lie in the future
    overlay    TEXT NOT NULL,       -- JSON: path, and mode and blob or NULL, of what lay otherwise than in the commit
    rules      TEXT NOT NULL,       -- fingerprint of the rules
    lists      TEXT NOT NULL,       -- fingerprint of the vocabularies
    vocabulary TEXT NOT NULL        -- JSON of the vocabularies
);
