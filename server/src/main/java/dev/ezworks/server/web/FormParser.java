package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;
import reactor.core.publisher.Mono;

/** Finds the fields in a form's text. */
interface FormParser {
    /** The fields. Fails with {@link #malformed} if the text is no such form. */
    Mono<FormBody> parse(String text);

    static ProblemException malformed(String detail) {
        return new ProblemException(ProblemCode.BAD_REQUEST, detail);
    }
}
