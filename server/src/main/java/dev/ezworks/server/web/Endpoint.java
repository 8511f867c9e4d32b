package dev.ezworks.server.web;

import java.util.List;

/** Answers some routes: reads the request, asks a use case, writes the answer, and nothing else. */
public interface Endpoint {
    /** The routes it answers; always the same. */
    List<Route> routes();
}
