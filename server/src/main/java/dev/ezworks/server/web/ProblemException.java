package dev.ezworks.server.web;

import dev.ezworks.api.ProblemCode;

/** A request that an endpoint or filter refuses. Use cases have exceptions of their own; {@link ProblemTable} maps them. */
public final class ProblemException extends RuntimeException {
    private final Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code().slug() + ": " + problem.detail());
        this.problem = problem;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(Problem.of(code, detail));
    }

    public Problem problem() {
        return problem;
    }
}
