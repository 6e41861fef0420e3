package io.crossfade.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.embedded.sample.SampleData;
import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.organisation.OrganisationMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.section.SectionMapping;
import io.crossfade.strattio.user.UserMapping;
import io.crossfade.testing.PostgresForTests;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Both databases with the sample in MongoDB and the service's own tables, empty, in PostgreSQL. */
final class Stores implements AutoCloseable {

    /** Parents first. */
    static final List<UnitMapping> UNITS =
            List.of(UserMapping.MAPPING, OrganisationMapping.MAPPING, PlanMapping.MAPPING, SectionMapping.MAPPING);

    final MongoDatabase source;
    final DataSource target = PostgresForTests.freshDatabase();
    final Map<String, Integer> loaded;

    private final AutoCloseable mongo;
    private final String mongoUri;
    private final MongoClient client;

    /** With so much of the sample. */
    Stores(BenchmarkOptions options, int plans, int sections) throws IOException {
        if (options.apart()) {
            StoresProcess process = new StoresProcess(options.storesHeap());
            mongo = process;
            mongoUri = process.databases().mongoUri();
        } else {
            EmbeddedMongo embedded = EmbeddedMongo.start();
            mongo = embedded;
            mongoUri = embedded.connectionString();
        }
        client = MongoClients.create(mongoUri);
        source = client.getDatabase(Databases.NAME);
        loaded = new SampleData(BenchmarkOptions.SEED, BenchmarkOptions.sizes(plans, sections)).loadInto(source);
    }

    Databases databases() {
        return new Databases(PostgresForTests.url(target), PostgresForTests.USER, PostgresForTests.PASSWORD, mongoUri);
    }

    long documents() {
        return loaded.values().stream().mapToLong(Integer::longValue).sum();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As before the first copy, and with nothing left to be written. */
    void empty() throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            for (UnitMapping unit : UNITS) {
                statement.execute("TRUNCATE \"" + unit.table() + "\" CASCADE");
            }
            statement.execute("TRUNCATE crossfade.backfill, crossfade.backfill_chunk, crossfade.touched");
            statement.execute("CHECKPOINT");
        }
    }

    long rows() throws SQLException {
        long rows = 0;
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            for (UnitMapping unit : UNITS) {
                try (ResultSet counted = statement.executeQuery("SELECT count(*) FROM \"" + unit.table() + "\"")) {
                    counted.next();
                    rows += counted.getLong(1);
                }
            }
        }
        return rows;
    }

    /** Of all workers together; the rest of a copy's time went to looking, planning and waiting. */
    double secondsInChunks() throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(seconds) FROM crossfade.backfill_chunk")) {
            sum.next();
            return sum.getDouble(1);
        }
    }

    @Override
    public void close() throws Exception {
        client.close();
        mongo.close();
    }
}
