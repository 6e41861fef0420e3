package io.crossfade.migration.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** A unit with a column of every type, and its table. */
final class Things {

    static final BsonObjectId ID = new BsonObjectId(new ObjectId("65a0f1c2aabbccddeeff0011"));

    static final UnitMapping MAPPING = UnitMapping.of("things")
            .column(Column.reference("parent_id", "parents").inField("parentId"))
            .column(Column.text("title", 10).asRequired())
            .column(Column.text("kind", 50)
                    .asRequired()
                    .oneOf("plain", "İstanbul")
                    .orElse("plain"))
            .column(Column.text("secret", 20).formerly("hidden").asSecret())
            .column(Column.timestamp("updated_at")
                    .inField("updatedAt")
                    .asRequired()
                    .orElse(new Column.Origin.Of("created_at")))
            .column(Column.timestamp("created_at")
                    .inField("createdAt")
                    .asRequired()
                    .orElse(new Column.Origin.IdTime()))
            .column(Column.timestamp("at"))
            .column(Column.integer("count"))
            .column(Column.integer("score").formerly("points", "marks").between(0, 100))
            .column(Column.bigint("total").orElse(0L))
            .column(Column.bool("active"))
            .column(Column.texts("tags"))
            .column(Column.json("data").asRequired().orElse("{}"))
            .column(Column.json("extra"))
            .build();

    private static final String TABLE = """
            CREATE TABLE things (
                id UUID PRIMARY KEY,
                parent_id UUID,
                title VARCHAR(10) NOT NULL,
                kind VARCHAR(50) NOT NULL DEFAULT 'plain' CHECK (kind IN ('plain', 'İstanbul')),
                secret VARCHAR(20) UNIQUE,
                updated_at TIMESTAMPTZ(3) NOT NULL,
                created_at TIMESTAMPTZ(3) NOT NULL,
                at TIMESTAMPTZ(3),
                count INT,
                score INT CHECK (score BETWEEN 0 AND 100),
                total BIGINT DEFAULT 0,
                active BOOLEAN,
                tags TEXT[],
                data JSONB NOT NULL DEFAULT '{}',
                extra JSONB,
                unmapped JSONB
            )""";

    private Things() {}

    /** A database with the table, and nothing in it. */
    static DataSource database() throws SQLException {
        DataSource database = PostgresForTests.emptyDatabase();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        return database;
    }

    static BsonDocument document() {
        return new BsonDocument("_id", ID).append("title", new BsonString("t"));
    }

    static BsonDocument with(String field, BsonValue value) {
        return document().append(field, value);
    }

    static Row row(BsonDocument document) throws RefusedException {
        return Documents.toRow(MAPPING, document);
    }

    static Object value(Row row, String column) {
        return row.values().get(MAPPING.columns().indexOf(MAPPING.column(column)));
    }

    /** The row becomes a document that becomes the same row. */
    static void assertRoundTrip(BsonDocument document) throws RefusedException {
        Row row = row(document);
        assertThat(row(Documents.toDocument(MAPPING, row))).isEqualTo(row);
    }

    static void assertRefused(BsonDocument document, RefusalReason reason, String column) {
        RefusedException refusal =
                catchThrowableOfType(RefusedException.class, () -> Documents.toRow(MAPPING, document));
        assertThat(refusal).as("refusal of " + reason).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.column()).isEqualTo(column);
        for (String value : List.of("SECRET", "65a0f1c2")) {
            assertThat(refusal).hasMessageNotContaining(value);
        }
    }
}
