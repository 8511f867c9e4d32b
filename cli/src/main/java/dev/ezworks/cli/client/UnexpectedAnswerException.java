package dev.ezworks.cli.client;

/** The answer is not one that an ezworks server gives: another server, or a proxy, speaks. */
public final class UnexpectedAnswerException extends ClientException {
    UnexpectedAnswerException(String message) {
        super(message, null);
    }
}
