package dev.ezworks.cli.client;

import java.time.Duration;
import java.util.Optional;

/** The server answered with an error status. */
public final class ServerProblemException extends ClientException {
    private final transient ServerProblem problem;

    ServerProblemException(ServerProblem problem) {
        super(problem.status() + " " + problem.slug(), null);
        this.problem = problem;
    }

    public ServerProblem problem() {
        return problem;
    }

    @Override
    public boolean worthRetrying() {
        return problem.worthRetrying();
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(problem.retryAfter());
    }
}
