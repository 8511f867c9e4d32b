-- Uploads that arrive in pieces, without their bytes. writer is the epoch of the claim of who wrote last.
CREATE TABLE uploads (
    id              BLOB    NOT NULL PRIMARY KEY,
    owner           TEXT    NOT NULL,
    name            BLOB    NOT NULL,
    content_type    TEXT    NOT NULL,
    metadata        TEXT    NOT NULL,
    only_new        INTEGER NOT NULL CHECK (only_new IN (0, 1)),
    content         BLOB    NOT NULL,
    expires_at      INTEGER NOT NULL,
    writer          INTEGER NOT NULL DEFAULT 0,
    length          INTEGER,
    expected        BLOB,
    unverified_from INTEGER,
    digest          BLOB,
    published       INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_expiry ON uploads (expires_at);
CREATE INDEX uploads_unfinished ON uploads (owner, expires_at) WHERE published = 0;

PRAGMA user_version = 3;
