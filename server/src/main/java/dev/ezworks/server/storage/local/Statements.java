package dev.ezworks.server.storage.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection with its statements, each prepared once. For one thread at a time.
 *
 * <p>Parameters are strings, numbers, byte arrays and nulls.
 */
final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private long changedRows;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Runs a change and tells how many rows it changed. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        int rows = bind(sql, parameters).executeUpdate();
        changedRows += rows;
        return rows;
    }

    /** How many rows have been changed in all. */
    long changedRows() {
        return changedRows;
    }

    /** Runs what is not to be prepared: SQLite carries out some pragmas when they are prepared, and only then. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows. */
    <T> List<T> all(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        try (ResultSet results = bind(sql, parameters).executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(row.read(results));
            }
            return rows;
        }
    }

    /** The first row, if there is any. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters) throws SQLException {
        try (ResultSet results = bind(sql, parameters).executeQuery()) {
            return results.next() ? Optional.of(row.read(results)) : Optional.empty();
        }
    }

    private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Makes an object of the present row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction, or read in one go. */
    interface Work<T> {
        T run(Statements statements) throws SQLException;
    }
}
