package dev.ezworks.server.multipart;

/**
 * What stands between the parts of a body (RFC 2046 section 5.1.1).
 *
 * @param text 1 to 70 of the characters that the RFC allows, the last no space
 */
public record Boundary(String text) {
    private static final int MAX_LENGTH = 70;
    private static final String MARKS = "'()+_,-./:=? ";

    /** @throws MalformedFormException if it is not as the RFC has it */
    public Boundary {
        boolean valid = !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && !text.endsWith(" ")
                && text.chars().allMatch(Boundary::isAllowed);
        if (!valid) {
            throw new MalformedFormException("a boundary has 1 to " + MAX_LENGTH + " letters, digits and "
                    + MARKS.strip() + " and may have spaces between them");
        }
    }

    /**
     * As it stands in a {@code Content-Type}.
     *
     * @param parameter a token, or a quoted string with its quotes
     * @throws MalformedFormException if it is not as the RFC has it
     */
    public static Boundary ofParameter(String parameter) {
        boolean quoted = parameter.length() > 1 && parameter.startsWith("\"") && parameter.endsWith("\"");
        // No character that a boundary may have needs a backslash; one with a backslash is refused.
        return new Boundary(quoted ? parameter.substring(1, parameter.length() - 1) : parameter);
    }

    private static boolean isAllowed(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || MARKS.indexOf(c) >= 0;
    }
}
