-- What ran on the cluster, as long as it was seen in its lists: queries, loads, compactions, refreshes,
-- schema changes. `begun` and `ended` as the cluster tells them, NULL = it did not; `what` of a query is
-- its statement without literals.
CREATE TABLE ran (
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  what       TEXT,
  user       TEXT,
  begun      INTEGER,
  ended      INTEGER,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX ran_last_seen ON ran (last_seen);
