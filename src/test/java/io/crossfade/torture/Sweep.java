package io.crossfade.torture;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.crossfade.embedded.tour.Operator;
import io.crossfade.embedded.tour.TourFailedException;
import io.crossfade.testing.RestartablePostgres;
import io.crossfade.torture.cluster.Stores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.bson.Document;

/**
 * Deletes what earlier runs left, so that the hundredth is no slower than the first. It goes to the authority past the service, as
 * any script does, so that every deletion reaches the other store by the feed alone.
 */
final class Sweep {

    /** What the load writes, children first; each is both a collection and a table. */
    private static final List<String> UNITS = List.of("sections", "plans", "users");

    private final Stores stores;

    Sweep(Stores stores) {
        this.stores = stores;
    }

    void run(Operator operator) throws TourFailedException, SQLException {
        List<Operator.Unit> units = operator.units();
        try (MongoClient mongo = MongoClients.create(stores.mongoUri());
                Connection postgres = DriverManager.getConnection(
                        stores.jdbcUrl(), RestartablePostgres.USER, RestartablePostgres.USER);
                Statement statement = postgres.createStatement()) {
            for (String name : UNITS) {
                if (Mover.decidedByPostgres(phase(units, name))) {
                    statement.executeUpdate("DELETE FROM " + name);
                } else {
                    mongo.getDatabase("strattio").getCollection(name).deleteMany(new Document());
                }
            }
        }
    }

    private static String phase(List<Operator.Unit> units, String name) {
        return units.stream()
                .filter(unit -> unit.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no unit " + name))
                .phase();
    }
}
