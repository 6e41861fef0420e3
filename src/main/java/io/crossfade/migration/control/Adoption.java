package io.crossfade.migration.control;

import io.crossfade.migration.control.Installation.SourceWord;
import io.crossfade.migration.control.Installation.TargetWord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes two stores that do not belong together one installation, because an operator says so: a database was restored, copied or moved
 * on purpose. The pair gets a new mark, so instances that still run with the old one stop acting. What the target knows decides; fences
 * of another installation are replaced. Changes may have been missed, so no move that relies on a replica is made before a
 * repairing verification.
 */
final class Adoption {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);
    private static final int NAME_LENGTH = 12;

    private final PostgresInstallation target;
    private final MongoFenceDocuments source;
    private final AdoptionProperties wish;

    Adoption(PostgresInstallation target, MongoFenceDocuments source, AdoptionProperties wish) {
        this.target = target;
        this.source = source;
        this.wish = wish;
    }

    /** Names these two stores as they are: once they are adopted, or one is exchanged, the name is another. */
    String name() throws SQLException {
        TargetWord here = target.read();
        SourceWord there = source.word();
        String told = here.mark() + " " + here.place() + " " + there.mark() + " " + source.place();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    boolean isWanted(String name) {
        return wish.stores().equals(name);
    }

    /** @throws StoresApartException if nothing that decides would be left */
    void adopt(String problem) throws SQLException {
        TargetWord here = target.read();
        SourceWord there = source.word();
        InstallationMark old = there.mark();
        boolean own = old != null && (here.mark() == null || here.mark().id().equals(old.id()));
        List<FenceRow> rows = target.rows();
        if (own) {
            refuseIfNobodyDecides(rows);
        }
        List<Audit.Attempt> attempts = rows.stream()
                .map(row -> Audit.Attempt.of(row.unit(), "adoption", Requester.named("operator"), wish.reason()))
                .toList();
        target.begin(attempts, problem);
        if (!own) {
            source.removeAll();
        }
        Set<String> fenced = own ? there.fences() : Set.of();
        rows.stream()
                .filter(row -> !fenced.contains(row.unit()))
                .map(FenceDocument::first)
                .forEach(source::create);
        InstallationMark mark = new InstallationMark(UUID.randomUUID(), source.place(), here.place());
        source.replaceMark(own ? old : null, mark);
        target.adopt(mark, attempts);
        log.warn("These stores were adopted as {}: {}", mark, problem);
    }

    /** A fence that is closed says that a target decides; one that does not know of it has none of its writes. */
    private void refuseIfNobodyDecides(List<FenceRow> rows) {
        List<String> lost = source.closedUnits().stream()
                .filter(unit ->
                        rows.stream().noneMatch(row -> row.unit().equals(unit) && row.state() != FenceState.CLOSED))
                .toList();
        if (!lost.isEmpty()) {
            throw new StoresApartException(
                    "MongoDB is closed for " + String.join(", ", lost)
                            + ": PostgreSQL decided there, and this PostgreSQL does not know of it",
                    "Restore the PostgreSQL that decided; adopting this one would lose what was written there.");
        }
    }
}
