package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Marks both stores when the first unit leaves the first phase: the target, which names the source it is paired with, then the
 * source, then the target as confirmed. Each is a compare-and-set on "there is no mark", so of two instances with different stores
 * at most one pair comes about. Whoever finds it half done completes it.
 */
final class InstallationClaim implements MoveListener {

    private final Installation installation;
    private final InstallationCheck check;
    private final PostgresInstallation target;
    private final MongoFenceDocuments source;

    InstallationClaim(
            Installation installation,
            InstallationCheck check,
            PostgresInstallation target,
            MongoFenceDocuments source) {
        this.installation = installation;
        this.check = check;
        this.target = target;
        this.source = source;
    }

    @Override
    public void beforeMove(Gate.Move move, Requester by) throws SQLException {
        if (move.is(Phase.SOURCE, Phase.DUAL_WRITE)) {
            claim(by.name());
        }
    }

    void claim(String actor) throws SQLException {
        Installation.TargetWord found = target.read();
        if (installation.id().isPresent() && found.confirmed()) {
            return;
        }
        String place = source.place();
        target.claim(new InstallationMark(UUID.randomUUID(), place, found.place()), actor);
        InstallationMark mark = target.read().mark();
        if (mark == null || !mark.sourcePlace().equals(place)) {
            throw new MoveUndoneException("PostgreSQL is paired with another MongoDB than this instance's");
        }
        source.claim(mark);
        check.run();
        if (installation.id().filter(mark.id()::equals).isEmpty()) {
            throw new MoveUndoneException("the stores do not belong together: "
                    + installation.problem().map(Installation.Problem::text).orElse("MongoDB does not answer"));
        }
        target.confirm(mark);
    }

    /** Those others that are in one registry and not in the other: their other store is not this one. */
    static List<String> unpaired(Instances instances) {
        return instances.all().stream()
                .filter(instance -> !instance.self())
                .filter(instance -> (instance.sourceSilentMillis() == null) != (instance.targetSilentMillis() == null))
                .map(instance -> instance.address() + " (" + instance.id() + ")")
                .toList();
    }

    /** The stores have to belong together, and so do those of all other instances. */
    static Gate gate(Installation installation, Instances instances) {
        return move -> {
            Optional<Installation.Problem> problem = installation.problem();
            List<String> unpaired = move.is(Phase.SOURCE, Phase.DUAL_WRITE) ? unpaired(instances) : List.of();
            String detail = problem.map(Installation.Problem::text)
                    .orElseGet(() -> unpaired.isEmpty()
                            ? "both belong to "
                                    + installation
                                            .id()
                                            .map(id -> "installation " + id)
                                            .orElse("no installation yet; this move makes one")
                            : String.join(", ", unpaired)
                                    + " reaches one of these stores and not the other; see that each"
                                    + " instance has the addresses of both");
            return Optional.of(
                    new Gate.Result("stores-belong-together", problem.isEmpty() && unpaired.isEmpty(), detail));
        };
    }
}
