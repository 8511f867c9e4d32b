package dev.ezworks.cli.command;

import dev.ezworks.api.InvalidNameException;
import dev.ezworks.api.ProblemCode;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.Failure;
import dev.ezworks.cli.client.DigestMismatchException;
import dev.ezworks.cli.client.FileChangedException;
import dev.ezworks.cli.client.LocalReadException;
import dev.ezworks.cli.client.LocalWriteException;
import dev.ezworks.cli.client.NoRoomException;
import dev.ezworks.cli.client.PreconditionFailedException;
import dev.ezworks.cli.client.RemoteFileChangedException;
import dev.ezworks.cli.client.ServerNotTrustedException;
import dev.ezworks.cli.client.ServerProblem;
import dev.ezworks.cli.client.ServerProblemException;
import dev.ezworks.cli.client.ServerTimedOutException;
import dev.ezworks.cli.client.ServerUnreachableException;
import dev.ezworks.cli.client.UnexpectedAnswerException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** The one table that makes exit codes, reasons and next steps of exceptions. */
final class FailureTable {
    private FailureTable() {}

    static Failure failure(Exception e) {
        if (e instanceof CliException known) {
            return known.failure();
        }
        if (e instanceof ServerProblemException answered) {
            return of(answered.problem());
        }
        if (e instanceof ServerUnreachableException) {
            return of(ExitCode.WORTH_RETRYING, e, "check the address and whether the server runs, then try again");
        }
        if (e instanceof ServerTimedOutException) {
            return of(ExitCode.TIMED_OUT, e, "try again, or wait longer with --timeout or --connect-timeout");
        }
        if (e instanceof ServerNotTrustedException) {
            return of(ExitCode.ERROR, e, "for a private authority give its certificate with --cacert");
        }
        if (e instanceof UnexpectedAnswerException) {
            return of(ExitCode.ERROR, e, "check that an ezworks server is at this address");
        }
        if (e instanceof DigestMismatchException) {
            return of(ExitCode.DIGEST_MISMATCH, e, "try again");
        }
        if (e instanceof FileChangedException) {
            return of(ExitCode.CHANGED, e, "nothing was published; try again when it is complete");
        }
        if (e instanceof RemoteFileChangedException) {
            return of(ExitCode.CHANGED, e, "try again");
        }
        if (e instanceof NoRoomException) {
            return of(ExitCode.TOO_LARGE, e, "");
        }
        if (e instanceof PreconditionFailedException) {
            return of(ExitCode.CHANGED, e, "");
        }
        if (e instanceof LocalReadException unread) {
            return of(unread.reason());
        }
        if (e instanceof LocalWriteException) {
            return new Failure(ExitCode.ERROR, "cannot write here: " + e.getMessage(), "");
        }
        if (e instanceof InvalidNameException) {
            return of(ExitCode.USAGE, e, "");
        }
        if (e instanceof IOException io) {
            return of(io);
        }
        return new Failure(ExitCode.ERROR, "unexpected: " + e, "please report this");
    }

    private static Failure of(ExitCode exitCode, Exception e, String nextStep) {
        return new Failure(exitCode, String.valueOf(e.getMessage()), nextStep);
    }

    private static Failure of(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return new Failure(ExitCode.ERROR, "there is no file " + missing.getFile(), "");
        }
        if (e instanceof AccessDeniedException denied) {
            return new Failure(ExitCode.ERROR, "no permission for " + denied.getFile(), "");
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return new Failure(ExitCode.ERROR, "there is a file " + exists.getFile() + " already", "");
        }
        if (e instanceof FileSystemException other) {
            return new Failure(ExitCode.ERROR, other.getFile() + ": " + other.getReason(), "");
        }
        return new Failure(ExitCode.ERROR, String.valueOf(e.getMessage()), "");
    }

    private static Failure of(ServerProblem problem) {
        return new Failure(exitCode(problem), reason(problem), nextStep(problem), problem.requestId());
    }

    private static ExitCode exitCode(ServerProblem problem) {
        ProblemCode code = problem.code().orElse(null);
        if (code == ProblemCode.NO_SUCH_USER) {
            return ExitCode.LOGIN_NEEDED;
        }
        if (code == ProblemCode.DIGEST_MISMATCH || code == ProblemCode.CONTENT_DAMAGED) {
            return ExitCode.DIGEST_MISMATCH;
        }
        int status = problem.status();
        return switch (status) {
            case 401 -> ExitCode.LOGIN_NEEDED;
            case 403 -> ExitCode.FORBIDDEN;
            case 404 -> ExitCode.NOT_FOUND;
            case 408 -> ExitCode.TIMED_OUT;
            case 412 -> ExitCode.CHANGED;
            case 413, 507 -> ExitCode.TOO_LARGE;
            default -> problem.worthRetrying() ? ExitCode.WORTH_RETRYING : ExitCode.ERROR;
        };
    }

    private static String reason(ServerProblem problem) {
        String reason = problem.detail().isEmpty() ? problem.title() : problem.detail();
        StringBuilder line = new StringBuilder(sentencePart(reason));
        problem.fieldErrors().forEach(error -> line.append(", ").append(error));
        return line.toString();
    }

    /** The server writes sentences; here they are parts of a line. */
    private static String sentencePart(String sentence) {
        String text = sentence.strip();
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        boolean capitalized =
                text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isLowerCase(text.charAt(1));
        return capitalized ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
    }

    private static String nextStep(ServerProblem problem) {
        ProblemCode code = problem.code().orElse(null);
        if (code == ProblemCode.NO_SUCH_USER || code == ProblemCode.WRONG_PASSWORD) {
            return "check username, password and role";
        }
        if (code == ProblemCode.CONTENT_DAMAGED) {
            return "";
        }
        return switch (problem.status()) {
            case 300, 301, 302, 303, 307, 308 -> "give the server's own address with --server";
            case 401 -> "run: ezworks login";
            case 429, 500, 502, 503, 504 -> "try again later";
            default -> "";
        };
    }
}
