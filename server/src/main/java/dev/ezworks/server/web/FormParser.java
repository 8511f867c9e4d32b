package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;

/** Finds the fields in a form's text. */
interface FormParser {
    /**
     * The fields.
     *
     * @throws ProblemException as {@link #malformed} makes it, if the text is no such form
     */
    FormBody parse(String text);

    static ProblemException malformed(String detail) {
        return new ProblemException(ProblemCode.BAD_REQUEST, detail);
    }
}
