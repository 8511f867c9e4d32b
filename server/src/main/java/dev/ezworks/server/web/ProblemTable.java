package dev.ezworks.server.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which problem an exception of a use case or port becomes. */
public final class ProblemTable {
    private final Map<Class<? extends Throwable>, Function<Throwable, Problem>> entries = new LinkedHashMap<>();

    /** Adds an entry; exceptions are looked up by their exact class. */
    public <E extends Throwable> ProblemTable on(Class<E> type, Function<E, Problem> problem) {
        entries.put(type, error -> problem.apply(type.cast(error)));
        return this;
    }

    /** The problem for this exception; empty if it was not foreseen. */
    Optional<Problem> find(Throwable error) {
        if (error instanceof ProblemException known) {
            return Optional.of(known.problem());
        }
        return Optional.ofNullable(entries.get(error.getClass())).map(problem -> problem.apply(error));
    }
}
