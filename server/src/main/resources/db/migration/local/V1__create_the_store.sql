-- Times are milliseconds since 1970, content ids and digests their bytes.
-- File names are BLOBs of UTF-8, which SQLite compares byte by byte: the order of every listing.

CREATE TABLE accounts (
    role          TEXT    NOT NULL,
    username      TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    name          TEXT,
    email         TEXT,
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (role, username)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    sid_hash   TEXT    NOT NULL PRIMARY KEY,
    role       TEXT    NOT NULL,
    username   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- One row per catalog: changes counts publishes and removals, files the names that have a version.
CREATE TABLE catalogs (
    owner   TEXT    NOT NULL PRIMARY KEY,
    changes INTEGER NOT NULL,
    tag     TEXT    NOT NULL,
    files   INTEGER NOT NULL CHECK (files >= 0)
) STRICT, WITHOUT ROWID;

-- One row per owner and name. A removed file keeps its row without content: versions go on where they stopped.
CREATE TABLE files (
    owner        TEXT    NOT NULL REFERENCES catalogs (owner),
    name         BLOB    NOT NULL,
    version      INTEGER NOT NULL CHECK (version >= 1),
    content      BLOB,
    size         INTEGER,
    content_type TEXT,
    sha256       BLOB,
    uploaded_at  INTEGER,
    PRIMARY KEY (owner, name),
    CHECK ((content IS NULL) = (size IS NULL)
        AND (content IS NULL) = (content_type IS NULL)
        AND (content IS NULL) = (sha256 IS NULL)
        AND (content IS NULL) = (uploaded_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX files_by_content ON files (content) WHERE content IS NOT NULL;
CREATE INDEX files_by_upload ON files (owner, uploaded_at) WHERE content IS NOT NULL;

CREATE TABLE retired_contents (
    content    BLOB    NOT NULL PRIMARY KEY,
    owner      TEXT    NOT NULL,
    name       BLOB    NOT NULL,
    retired_at INTEGER NOT NULL,
    FOREIGN KEY (owner, name) REFERENCES files (owner, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX retired_contents_by_time ON retired_contents (retired_at, content);

-- Content that is unfinished, or sealed but not settled. size counts bytes that are durable.
CREATE TABLE pending_contents (
    id        BLOB    NOT NULL PRIMARY KEY,
    epoch     INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    sealed    INTEGER NOT NULL,
    lease     INTEGER NOT NULL,
    lease_end INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tells a start that nothing is left to migrate.
PRAGMA user_version = 1;
