package io.crossfade.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables of {@link EngineForTests}. */
public final class TablesForTests {

    private static final String TABLES = """
            CREATE TABLE owners (
                id UUID PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE DEFERRABLE, name VARCHAR(10),
                settings JSONB NOT NULL DEFAULT '{}', updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(), unmapped JSONB);
            CREATE TABLE pets (
                id UUID PRIMARY KEY, owner_id UUID NOT NULL REFERENCES owners ON DELETE CASCADE DEFERRABLE,
                place INT NOT NULL, tame BOOLEAN NOT NULL DEFAULT true, unmapped JSONB,
                UNIQUE (owner_id, place) DEFERRABLE);
            CREATE TRIGGER capture AFTER INSERT OR UPDATE OR DELETE ON owners FOR EACH ROW
                EXECUTE FUNCTION crossfade.capture('owners');
            CREATE TRIGGER capture AFTER INSERT OR UPDATE OR DELETE ON pets FOR EACH ROW
                EXECUTE FUNCTION crossfade.capture('pets');
            """;

    private TablesForTests() {}

    /** A database with the tables of both units, and nothing in them. */
    public static DataSource fresh() {
        DataSource fresh = PostgresForTests.freshDatabase();
        try (Connection connection = fresh.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return fresh;
    }
}
