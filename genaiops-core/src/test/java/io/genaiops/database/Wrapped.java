package io.genaiops.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A data source whose connections and statements a test watches and breaks. */
public final class Wrapped {

    /** Hears of a call of a connection, or that a statement is executed, before it is; fails it by throwing. */
    @FunctionalInterface
    public interface Before {

        /**
         * Hears of a call.
         *
         * @param connection the connection it is on
         * @param method the name of the method
         * @param sql the text of the statement, or nothing
         */
        void call(Connection connection, String method, String sql) throws SQLException;
    }

    private Wrapped() {}

    /** Returns the source with a listener. */
    public static DataSource of(DataSource source, Before before) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = invoke(source, method, arguments);
            return result instanceof Connection connection ? connection(connection, before) : result;
        });
    }

    /** Returns the source with connections that come with auto-commit off. */
    public static DataSource manual(DataSource source) {
        return prepared(source, connection -> connection.setAutoCommit(false));
    }

    /** Returns the source with connections of another isolation level. */
    public static DataSource isolated(DataSource source, int level) {
        return prepared(source, connection -> connection.setTransactionIsolation(level));
    }

    private interface Preparation {

        void of(Connection connection) throws SQLException;
    }

    private static DataSource prepared(DataSource source, Preparation preparation) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = invoke(source, method, arguments);
            if (result instanceof Connection connection) {
                preparation.of(connection);
            }
            return result;
        });
    }

    private static Connection connection(Connection connection, Before before) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            String sql = arguments != null && arguments[0] instanceof String text ? text : "";
            before.call(connection, method.getName(), sql);
            Object result = invoke(connection, method, arguments);
            if (result instanceof Statement statement) {
                return statement(connection, statement, sql, before);
            }
            return result;
        });
    }

    private static Object statement(Connection connection, Statement statement, String sql, Before before) {
        Class<?> type = statement instanceof CallableStatement
                ? CallableStatement.class
                : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                String own = arguments != null && arguments[0] instanceof String text ? text : sql;
                before.call(connection, method.getName(), own);
            }
            return invoke(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Wrapped.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
