-- The coarser levels: an hour from 5 minutes, a day (UTC) from hours. Filled when the file is opened,
-- from what the finer levels still have.
CREATE TABLE rollup_1h (
  at    INTEGER PRIMARY KEY,
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id)
) STRICT;

CREATE TABLE node_rollup_1h (
  at    INTEGER NOT NULL,
  node  INTEGER NOT NULL REFERENCES node (id),
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id),
  PRIMARY KEY (at, node)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_1d (
  at    INTEGER PRIMARY KEY,
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id)
) STRICT;

CREATE TABLE node_rollup_1d (
  at    INTEGER NOT NULL,
  node  INTEGER NOT NULL REFERENCES node (id),
  n     INTEGER NOT NULL,
  state INTEGER REFERENCES state (id),
  PRIMARY KEY (at, node)
) STRICT, WITHOUT ROWID;
