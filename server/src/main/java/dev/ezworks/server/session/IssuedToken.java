package dev.ezworks.server.session;

/**
 * What a login gives.
 *
 * @param token names the session towards its owner; told once, never kept
 */
public record IssuedToken(String token, Session session) {
    @Override
    public String toString() {
        return "token of " + session;
    }
}
