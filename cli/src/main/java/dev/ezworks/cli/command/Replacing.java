package dev.ezworks.cli.command;

/** What an upload does to a name that has a version already. */
enum Replacing {
    /** It gets a new version. */
    ALWAYS,
    /** It gets a new version if the bytes are others. */
    IF_CHANGED,
    /** It keeps the version that it has. */
    NEVER
}
