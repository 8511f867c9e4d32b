package dev.ezworks.server.multipart;

/** The body is not a form as RFC 2046 and RFC 7578 have it. The message says why, in words for whoever sent it. */
public final class MalformedFormException extends RuntimeException {
    public MalformedFormException(String why) {
        super(why);
    }
}
