package dev.ezworks.server.web;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Tells where an answer ends, on its way through a channel. */
final class AnswerEnd {
    private AnswerEnd() {}

    /** Whether this message is the last of an answer. {@code 100 Continue} is whole, but the answer is still to come. */
    static boolean is(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
