package dev.ezworks.server.account;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Which passwords are taken: 1 to {@value #MAX_BYTES} bytes of UTF-8, as they are, never trimmed.
 *
 * @param minLength the fewest characters (Unicode code points) of a new password, from 1 to {@value #MAX_BYTES}
 */
public record PasswordRule(int minLength) {
    /** Longest password, in bytes of UTF-8. */
    public static final int MAX_BYTES = 256;

    /**
     * What holds for every password, also one chosen before the minimum was raised.
     */
    public static final PasswordRule ANY = new PasswordRule(1);

    /** @throws IllegalArgumentException if the minimum is out of range; the message says what is wrong */
    public PasswordRule {
        if (minLength < 1 || minLength > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the minimum length of a password is 1 to " + MAX_BYTES + ", not " + minLength);
        }
    }

    /**
     * The password itself.
     *
     * @throws IllegalArgumentException if it breaks the rule; the message says how, without the password
     */
    String check(String password) {
        if (password.codePointCount(0, password.length()) < minLength) {
            throw new IllegalArgumentException(
                    "has at least " + minLength + (minLength == 1 ? " character" : " characters"));
        }
        if (utf8Length(password) > MAX_BYTES) {
            throw new IllegalArgumentException("has at most " + MAX_BYTES + " bytes in UTF-8");
        }
        return password;
    }

    private static int utf8Length(String password) {
        try {
            // The encoder reports lone surrogates; getBytes would make "?" of each and let other passwords in.
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(password))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not valid Unicode", e);
        }
    }
}
