-- Whether the scrub found that a version's bytes are not those that were uploaded.
ALTER TABLE files ADD COLUMN damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged IN (0, 1));

-- One row: the content that the scrub goes on with (zeros: it begins), and when it last came to the end (0: never).
CREATE TABLE scrub (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    position     BLOB    NOT NULL,
    completed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO scrub (id, position, completed_at) VALUES (1, zeroblob(16), 0);

PRAGMA user_version = 2;
