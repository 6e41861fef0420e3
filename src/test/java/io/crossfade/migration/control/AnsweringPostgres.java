package io.crossfade.migration.control;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that answers everything at once: each query with one unit's row, each statement with nothing. */
final class AnsweringPostgres {

    private static final Map<Class<?>, Object> NOTHING =
            Map.of(boolean.class, false, int.class, 0, long.class, 0L, int[].class, new int[0]);

    private AnsweringPostgres() {}

    static DataSource with(FenceRow row) {
        @Nullable
        Object[] columns = {
            row.unit(),
            row.number(),
            row.epoch(),
            row.state().code(),
            row.recording(),
            row.capturing(),
            row.phase().code(),
            row.percent(),
            Timestamp.from(row.changedAt()),
            row.changedBy(),
            row.reason(),
            null,
            row.feedOnly(),
            null
        };
        PreparedStatement statement =
                proxy(PreparedStatement.class, (self, method, arguments) -> switch (method.getName()) {
                    case "executeQuery", "getResultSet" -> result(columns);
                    case "execute" -> true;
                    default -> nothing(method);
                });
        Connection connection = proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            case "prepareStatement" -> statement;
            case "createStatement" -> proxy(Statement.class, Proxy.getInvocationHandler(statement));
            case "getAutoCommit" -> true;
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "hashCode" -> 1;
            case "equals" -> self == arguments[0];
            case "toString" -> "a connection";
            default -> nothing(method);
        });
        return proxy(DataSource.class, (self, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> connection;
            case "hashCode" -> 2;
            case "equals" -> self == arguments[0];
            case "toString" -> "a data source";
            default -> nothing(method);
        });
    }

    private static ResultSet result(@Nullable Object[] columns) {
        boolean[] read = {false};
        return proxy(ResultSet.class, (self, method, arguments) -> switch (method.getName()) {
            case "next" -> {
                boolean first = !read[0];
                read[0] = true;
                yield first;
            }
            case "close" -> null;
            default -> columns[(int) arguments[0] - 1];
        });
    }

    private static @Nullable Object nothing(Method method) throws SQLFeatureNotSupportedException {
        Class<?> type = method.getReturnType();
        if (type == void.class) {
            return null;
        }
        Object nothing = NOTHING.get(type);
        if (nothing == null) {
            throw new SQLFeatureNotSupportedException(method.getName());
        }
        return nothing;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
