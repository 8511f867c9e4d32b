package dev.ezworks.server.account;

import dev.ezworks.api.ProblemCode;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemTable;

/** How the errors of accounts are told over HTTP. */
public final class AccountProblems {
    // Hashes take tens of milliseconds: a full queue is empty again within a second or two.
    private static final String RETRY_AFTER_SECONDS = "1";

    private AccountProblems() {}

    /** Adds them. */
    public static ProblemTable addTo(ProblemTable table) {
        return table.on(InvalidFieldsException.class, AccountProblems::invalidFields)
                .on(
                        UsernameTakenException.class,
                        e -> Problem.of(
                                ProblemCode.USERNAME_TAKEN,
                                e.getMessage() + "; choose another, or log in if it is yours"))
                .on(
                        BusyException.class,
                        e -> Problem.of(ProblemCode.BUSY, String.valueOf(e.getMessage()))
                                .withHeader("Retry-After", RETRY_AFTER_SECONDS));
    }

    private static Problem invalidFields(InvalidFieldsException e) {
        return Problem.of(ProblemCode.BAD_FIELDS, "mend the fields named in errors and send all of them again")
                .withErrors(e.errors());
    }
}
