package dev.ezworks.server.storage.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A real connection that tells what is run on it without parameters, and whose next commit fails when asked to. */
final class FailingConnection {
    private final Connection connection;
    private final List<String> run = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    FailingConnection(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return proxy(Connection.class, this::onConnection);
    }

    /** The pragmas and the transactions' ends so far. */
    List<String> run() {
        return run;
    }

    /** Lets the next commit fail as one whose fsync does. */
    void failNextCommit() {
        failing = true;
    }

    private Object onConnection(Method method, Object... arguments) throws Throwable {
        Object result = invoke(connection, method, arguments);
        return switch (method.getName()) {
            case "prepareStatement" ->
                statement(java.sql.PreparedStatement.class, (Statement) result, (String) arguments[0]);
            case "createStatement" -> statement(Statement.class, (Statement) result, "");
            default -> result;
        };
    }

    private <T extends Statement> T statement(Class<T> type, Statement statement, String prepared) {
        return proxy(type, (method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                note(arguments.length == 0 ? prepared : (String) arguments[0]);
            }
            return invoke(statement, method, arguments);
        });
    }

    private void note(String sql) throws SQLException {
        if (sql.startsWith("PRAGMA") || sql.equals("COMMIT")) {
            run.add(sql);
        }
        if (sql.equals("COMMIT") && failing) {
            failing = false;
            throw new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
        }
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.made(method, arguments == null ? new Object[0] : arguments)));
    }

    private interface Call {
        Object made(Method method, Object... arguments) throws Throwable;
    }
}
