package dev.ezworks.cli.client;

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
}
