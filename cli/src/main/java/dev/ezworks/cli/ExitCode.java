package dev.ezworks.cli;

/** How a run ended, for scripts. The numbers are part of the interface. */
public enum ExitCode {
    OK(0, "success"),
    ERROR(1, "error"),
    USAGE(2, "wrong usage"),
    SOME_FAILED(3, "some of the files failed"),
    LOGIN_NEEDED(4, "login needed"),
    FORBIDDEN(5, "forbidden for this role"),
    NOT_FOUND(6, "not found"),
    WORTH_RETRYING(7, "worth retrying: network, busy or failing server"),
    DIGEST_MISMATCH(8, "the bytes do not match their digest"),
    TOO_LARGE(10, "too large, or the storage is full"),
    TIMED_OUT(11, "timed out"),
    CHANGED(12, "changed meanwhile"),
    INTERRUPTED(130, "interrupted");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the process exits with. */
    public int number() {
        return number;
    }

    /** A few words for the help text. */
    public String meaning() {
        return meaning;
    }
}
