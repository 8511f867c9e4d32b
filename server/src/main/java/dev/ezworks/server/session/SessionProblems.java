package dev.ezworks.server.session;

import dev.ezworks.api.ApiPaths;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.api.Role;
import dev.ezworks.server.web.Problem;
import dev.ezworks.server.web.ProblemException;
import dev.ezworks.server.web.ProblemTable;
import org.springframework.http.HttpHeaders;

/** How the errors of logins and tokens are told over HTTP, with the challenges of RFC 6750 section 3. */
public final class SessionProblems {
    private static final String CHALLENGE = "Bearer realm=\"ezworks\"";

    private SessionProblems() {}

    /** Adds them. */
    public static ProblemTable addTo(ProblemTable table) {
        return table.on(InvalidTokenException.class, SessionProblems::invalidToken)
                .on(WrongPasswordException.class, SessionProblems::wrongPassword)
                .on(NoSuchUserException.class, SessionProblems::noSuchUser);
    }

    /** A request without a token to a route that wants one. */
    public static ProblemException loginRequired() {
        return new ProblemException(challenge(
                ProblemCode.LOGIN_REQUIRED, "log in and send the token as 'Authorization: Bearer <token>'", CHALLENGE));
    }

    /** A request of one role to a route that is the other's. */
    public static ProblemException wrongRole(Role wanted) {
        return new ProblemException(challenge(
                ProblemCode.FORBIDDEN,
                "this is for the role " + wanted.id() + "; log in at " + ApiPaths.login(wanted),
                CHALLENGE + ", error=\"insufficient_scope\""));
    }

    private static Problem invalidToken(InvalidTokenException e) {
        return challenge(
                ProblemCode.INVALID_TOKEN, e.getMessage() + "; log in again", CHALLENGE + ", error=\"invalid_token\"");
    }

    private static Problem wrongPassword(WrongPasswordException e) {
        return challenge(ProblemCode.WRONG_PASSWORD, String.valueOf(e.getMessage()), CHALLENGE);
    }

    private static Problem noSuchUser(NoSuchUserException e) {
        return Problem.of(ProblemCode.NO_SUCH_USER, e.getMessage() + "; sign up first, or log in with the other role");
    }

    private static Problem challenge(ProblemCode code, String detail, String challenge) {
        return Problem.of(code, detail).withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
