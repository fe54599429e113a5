-- What changes slowly and has many subjects: sizes of tables, of databases, of disks, of all data.
CREATE TABLE subject (
  id   INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- Hour by hour; `at` = when the cluster told it. Bytes; capacity NULL = there is no limit.
CREATE TABLE subject_recent (
  kind     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  subject  INTEGER NOT NULL REFERENCES subject (id),
  value    INTEGER NOT NULL,
  capacity INTEGER,
  PRIMARY KEY (kind, at, subject)
) STRICT, WITHOUT ROWID;

-- The greatest value of each day of UTC; `day` = its begin.
CREATE TABLE subject_daily (
  subject  INTEGER NOT NULL REFERENCES subject (id),
  day      INTEGER NOT NULL,
  value    INTEGER NOT NULL,
  capacity INTEGER,
  PRIMARY KEY (subject, day)
) STRICT, WITHOUT ROWID;
