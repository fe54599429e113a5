-- History of one cluster. Structure only: the series columns of the wide tables come from the series
-- catalogue (src/shared/series.ts) and are added when the file is opened.
-- Times are epoch milliseconds; measured values are scaled integers, NULL = unknown.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Why values are unknown and how partial they are, as JSON by series id; few distinct texts.
CREATE TABLE state (
  id   INTEGER PRIMARY KEY,
  json TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE node (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE snapshot (
  at      INTEGER PRIMARY KEY,
  grid_ms INTEGER NOT NULL,
  state   INTEGER REFERENCES state (id)
) STRICT;

CREATE TABLE node_snapshot (
  at    INTEGER NOT NULL,
  node  INTEGER NOT NULL REFERENCES node (id),
  state INTEGER REFERENCES state (id),
  PRIMARY KEY (at, node)
) STRICT, WITHOUT ROWID;

-- n = rows of the level below.
CREATE TABLE rollup_5m (
  at    INTEGER PRIMARY KEY,
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id)
) STRICT;

CREATE TABLE node_rollup_5m (
  at    INTEGER NOT NULL,
  node  INTEGER NOT NULL REFERENCES node (id),
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id),
  PRIMARY KEY (at, node)
) STRICT, WITHOUT ROWID;

-- round = time of the snapshot that brought the event; an empty text stands for "none".
CREATE TABLE event (
  at     INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  node   TEXT NOT NULL,
  detail TEXT NOT NULL,
  round  INTEGER NOT NULL,
  PRIMARY KEY (at, kind, node, detail)
) STRICT, WITHOUT ROWID;

-- A problem while it had one level; an empty subject stands for the cluster.
CREATE TABLE problem (
  rule       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  since      INTEGER NOT NULL,
  level      TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (rule, subject, since, level)
) STRICT, WITHOUT ROWID;
CREATE INDEX problem_last_seen ON problem (last_seen);

-- Journal records of a newer version of the extension: kept for it, not read by this one.
CREATE TABLE later_record (
  json TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
