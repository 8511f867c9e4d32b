package dev.ezworks.server.web;

/** Is told of every request when it is over. */
public interface RequestListener {
    /** Called once for a request, on the connection's event loop: it must not block. */
    void ended(EndedRequest request);
}
