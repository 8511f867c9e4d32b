package dev.ezworks.cli.command;

import dev.ezworks.api.FileName;
import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * A file on the server, as the user names it.
 *
 * @param given as the user wrote it
 * @param name its name in the catalog
 * @param otherName what the name is if there is no file of the first; null if only that one can be meant
 */
record RemoteName(
        String given,
        Catalog catalog,
        FileName name,
        @Nullable FileName otherName) {
    /**
     * Reads {@code OPS/NAME}; for an operator's own files {@code OPS/} may be left out.
     *
     * @throws CliException if this can't be a file's name
     */
    static RemoteName of(Connection connection, String given) {
        try {
            return connection.role() == Role.OPS ? own(connection, given) : operators(given);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, given + ": " + e.getMessage(), "");
        }
    }

    private static RemoteName operators(String given) {
        int slash = given.indexOf('/');
        if (slash < 0) {
            throw new CliException(
                    ExitCode.USAGE, given + " does not say whose file it is", "write OPS/NAME, as in alice/" + given);
        }
        Catalog catalog = Catalog.of(new Username(given.substring(0, slash)));
        return new RemoteName(given, catalog, FileName.of(given.substring(slash + 1)), null);
    }

    /** An operator names a file as {@code list} shows it, or as clients do, with the own name in front. */
    private static RemoteName own(Connection connection, String given) {
        FileName name = FileName.of(given);
        String own = connection.username() + "/";
        FileName shorter =
                name.value().startsWith(own) ? FileName.of(name.value().substring(own.length())) : null;
        return new RemoteName(given, Catalog.own(), name, shorter);
    }

    @Override
    public String toString() {
        return given;
    }
}
