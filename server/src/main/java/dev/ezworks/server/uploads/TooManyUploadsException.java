package dev.ezworks.server.uploads;

/** The account has as many unfinished uploads as it may have. */
public final class TooManyUploadsException extends RuntimeException {
    public TooManyUploadsException(long limit) {
        super("an account has at most " + limit + " unfinished uploads");
    }
}
