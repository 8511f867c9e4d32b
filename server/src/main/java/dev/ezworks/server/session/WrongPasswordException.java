package dev.ezworks.server.session;

/** The password is not the account's, or there is no such account and nobody is to know that. */
public final class WrongPasswordException extends RuntimeException {
    WrongPasswordException() {
        super("the username and the password do not belong together");
    }
}
