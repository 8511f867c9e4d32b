package dev.ezworks.server.account;

import dev.ezworks.api.Username;
import java.util.Optional;

/**
 * What somebody who signs up tells.
 *
 * @param password as given
 * @param name up to 256 characters, for people; not interpreted
 * @param email up to 254 characters; nothing is sent to it, so nobody has proved that it is theirs
 */
record SignUpForm(Username username, String password, Optional<String> name, Optional<String> email) {
    private static final int MAX_NAME = 256;
    // RFC 3696 erratum 1690: the longest address that fits an SMTP path.
    private static final int MAX_EMAIL = 254;

    /** @throws InvalidFieldsException if a field is missing or wrong */
    static SignUpForm of(Fields fields, PasswordRule passwordRule) {
        FieldChecks checks = new FieldChecks(fields);
        Optional<Username> username = checks.required(Credentials.USERNAME, Username::new);
        Optional<String> password = checks.required(Credentials.PASSWORD, passwordRule::check);
        Optional<String> name = checks.optional("name", SignUpForm::checkName);
        Optional<String> email = checks.optional("email", SignUpForm::checkEmail);
        checks.done();
        return new SignUpForm(username.orElseThrow(), password.orElseThrow(), name, email);
    }

    private static String checkName(String name) {
        return checkText(name, MAX_NAME);
    }

    private static String checkEmail(String email) {
        int at = email.lastIndexOf('@');
        if (at < 1 || at == email.length() - 1 || email.codePoints().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("is not an e-mail address");
        }
        return checkText(email, MAX_EMAIL);
    }

    private static String checkText(String text, int maxLength) {
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw new IllegalArgumentException("has at most " + maxLength + " characters");
        }
        if (!text.codePoints().allMatch(SignUpForm::isPrintable)) {
            throw new IllegalArgumentException("holds control characters");
        }
        return text;
    }

    private static boolean isPrintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    @Override
    public String toString() {
        return username.toString();
    }
}
