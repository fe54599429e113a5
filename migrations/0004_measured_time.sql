-- Of each bucket: how many rounds it rests on, how long they stand for, how long it was known whether
-- queries could be served (`judged_ms`), and how long they could not: no leader, or no compute node
-- alive (`down_ms`). NULL in buckets of before, whose rounds are gone.
ALTER TABLE rollup_5m ADD COLUMN rounds INTEGER;
ALTER TABLE rollup_5m ADD COLUMN covers_ms INTEGER;
ALTER TABLE rollup_5m ADD COLUMN judged_ms INTEGER;
ALTER TABLE rollup_5m ADD COLUMN down_ms INTEGER;
ALTER TABLE rollup_1h ADD COLUMN rounds INTEGER;
ALTER TABLE rollup_1h ADD COLUMN covers_ms INTEGER;
ALTER TABLE rollup_1h ADD COLUMN judged_ms INTEGER;
ALTER TABLE rollup_1h ADD COLUMN down_ms INTEGER;
ALTER TABLE rollup_1d ADD COLUMN rounds INTEGER;
ALTER TABLE rollup_1d ADD COLUMN covers_ms INTEGER;
ALTER TABLE rollup_1d ADD COLUMN judged_ms INTEGER;
ALTER TABLE rollup_1d ADD COLUMN down_ms INTEGER;
