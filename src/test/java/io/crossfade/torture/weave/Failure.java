package io.crossfade.torture.weave;

import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import java.sql.SQLException;
import java.util.Optional;

/** How a step can fail without the process dying: with what its store's driver throws when a connection is lost. */
enum Failure {
    NONE,
    SQL,
    MONGO;

    Optional<Exception> exception() {
        return switch (this) {
            case NONE -> Optional.empty();
            case SQL -> Optional.of(new SQLException("A failpoint: the connection was lost", "08006"));
            case MONGO ->
                Optional.of(new MongoSocketReadException("A failpoint: the connection was lost", new ServerAddress()));
        };
    }
}
