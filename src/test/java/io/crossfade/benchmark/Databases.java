package io.crossfade.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Where a pair of databases is. The MongoDB address names the database, too. */
record Databases(String jdbcUrl, String user, String password, String mongoUri) {

    /** The database in MongoDB. */
    static final String NAME = "strattio";

    private static final String JDBC_URL = "SPRING_DATASOURCE_URL";
    private static final String USER = "SPRING_DATASOURCE_USERNAME";
    private static final String PASSWORD = "SPRING_DATASOURCE_PASSWORD";
    private static final String MONGO_URI = "SPRING_MONGODB_URI";

    /** As the service itself is told. */
    static Databases from(Map<String, String> environment) {
        return new Databases(
                environment.get(JDBC_URL),
                environment.get(USER),
                environment.get(PASSWORD),
                environment.get(MONGO_URI));
    }

    Map<String, String> environment() {
        return Map.of(JDBC_URL, jdbcUrl, USER, user, PASSWORD, password, MONGO_URI, mongoUri);
    }

    /** Each connection is a new one. */
    DataSource target() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    MongoClient client() {
        return MongoClients.create(mongoUri);
    }

    JdbcConnectionDetails connectionDetails() {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return user;
            }

            @Override
            public String getPassword() {
                return password;
            }

            @Override
            public String getJdbcUrl() {
                return jdbcUrl;
            }
        };
    }
}
