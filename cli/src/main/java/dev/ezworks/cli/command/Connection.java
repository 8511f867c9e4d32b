package dev.ezworks.cli.command;

import dev.ezworks.api.Role;
import dev.ezworks.api.Username;
import dev.ezworks.cli.CliException;
import dev.ezworks.cli.ExitCode;
import dev.ezworks.cli.client.Catalog;
import dev.ezworks.cli.client.EzworksClient;
import dev.ezworks.cli.client.ServerUrl;
import org.jspecify.annotations.Nullable;

/** A client with somebody's token. */
record Connection(EzworksClient client, ServerUrl server, Role role, Username username) {
    /** Refuses before a byte is sent what the server would refuse after all of them are. */
    void require(Role needed) {
        if (role != needed) {
            throw new CliException(
                    ExitCode.FORBIDDEN,
                    needed == Role.OPS
                            ? "only operators do this, and " + username + " is logged in as a client"
                            : "only clients do this, and " + username + " is logged in as an operator",
                    "--role " + needed.id() + " picks another login");
        }
    }

    /**
     * The catalog of the operator who is logged in.
     *
     * @param operator whose catalog the user asked for; null: their own
     */
    Catalog ownCatalog(@Nullable String operator) {
        if (operator != null && !operator.equals(username.value())) {
            throw new CliException(
                    ExitCode.FORBIDDEN,
                    "an operator sees their own files only, and " + username + " is logged in",
                    "--role client picks a client's login");
        }
        return Catalog.own();
    }

    /** The catalog of an operator: any one's for a client, their own for an operator. */
    Catalog catalogOf(String operator) {
        return role == Role.OPS ? ownCatalog(operator) : Catalog.of(new Username(operator));
    }
}
