package dev.ezworks.server.account;

import dev.ezworks.api.Username;
import java.util.Optional;

/**
 * What a person or script logs in with.
 *
 * @param password as given
 */
public record Credentials(Username username, String password) {
    static final String USERNAME = "username";
    static final String PASSWORD = "password";

    /**
     * The credentials in these fields.
     *
     * @throws InvalidFieldsException if one is missing or cannot be a username or password
     */
    public static Credentials of(Fields fields) {
        FieldChecks checks = new FieldChecks(fields);
        Optional<Username> username = checks.required(USERNAME, Username::new);
        Optional<String> password = checks.required(PASSWORD, PasswordRule.ANY::check);
        checks.done();
        return new Credentials(username.orElseThrow(), password.orElseThrow());
    }

    @Override
    public String toString() {
        return username.toString();
    }
}
