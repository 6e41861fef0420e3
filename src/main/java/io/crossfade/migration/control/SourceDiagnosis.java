package io.crossfade.migration.control;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of a source that does not answer at the start which one it is, why, and what to do; never who signs in how. */
final class SourceDiagnosis {

    private static final int UNAUTHORIZED = 13;
    private static final String SIGN_IN =
            "Correct the user, the password and 'authSource' in 'spring.mongodb.uri' (SPRING_MONGODB_URI)";

    private SourceDiagnosis() {}

    static String of(MongoClient client, Throwable failure) {
        ClusterDescription cluster = client.getClusterDescription();
        String servers = cluster.getServerDescriptions().stream()
                .map(server -> server.getAddress() + " (" + state(server) + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        return "MongoDB at " + (servers.isEmpty() ? "the address in 'spring.mongodb.uri'" : servers)
                + " cannot be asked: " + cause(failure) + ". " + action(failure, cluster);
    }

    private static String state(ServerDescription server) {
        Throwable failure = server.getException();
        if (failure == null) {
            return server.isOk() ? "answers" : "not asked yet";
        }
        return cause(failure);
    }

    private static String cause(Throwable failure) {
        if (unauthorized(failure)) {
            return "it asks for a sign-in, or the user may not do this";
        }
        if (isSignIn(failure)) {
            return "it refuses the user or the password";
        }
        return failure instanceof MongoSocketOpenException ? "it cannot be reached" : MongoFailures.reason(failure);
    }

    private static String action(Throwable failure, ClusterDescription cluster) {
        boolean refused = isSignIn(failure)
                || cluster.getServerDescriptions().stream().anyMatch(server -> isSignIn(server.getException()));
        return refused
                ? SIGN_IN
                : "See that it runs, that it is a replica set with a primary, and that each member's name can be reached from here";
    }

    private static boolean isSignIn(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoSecurityException) {
                return true;
            }
        }
        return unauthorized(failure);
    }

    private static boolean unauthorized(@Nullable Throwable failure) {
        return failure instanceof MongoException mongo && mongo.getCode() == UNAUTHORIZED;
    }
}
