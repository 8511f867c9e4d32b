package dev.ezworks.server.web;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that is over, in words of ours: nothing in it but the account was chosen by the caller.
 *
 * @param id empty if the request ended before it was given one
 * @param account role and username, such as {@code ops/ann}; empty if it was nobody's
 * @param route the path's template, such as {@code /client/files/{ops}/{name}}; empty if there is no such path
 * @param method one that the server knows, or {@link #OTHER_METHOD}
 * @param status empty if no answer was begun
 * @param bytesIn of the body that were read
 * @param bytesOut of the body that were given to the operating system
 * @param duration from the last byte of the headers to the last byte of the answer
 */
public record EndedRequest(
        Optional<String> id,
        Optional<String> account,
        Optional<String> route,
        String method,
        Optional<Integer> status,
        long bytesIn,
        long bytesOut,
        Duration duration,
        Ending ending) {
    /** Stands for every method that the server does not know. */
    public static final String OTHER_METHOD = "other";

    /** How a request ended. */
    public enum Ending {
        /** The answer went out whole. */
        COMPLETE("complete"),
        /** The client went away before that. */
        CUT_BY_CLIENT("cut-by-client"),
        /** The server closed the connection before that: a time-out, a failure in mid-answer, a shutdown. */
        ENDED_BY_SERVER("ended-by-server");

        private final String id;

        Ending(String id) {
            this.id = id;
        }

        /** The word for it in the log. */
        public String id() {
            return id;
        }
    }
}
