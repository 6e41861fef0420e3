package io.crossfade.migration.control;

import com.mongodb.MongoException;
import io.crossfade.migration.control.Installation.SourceWord;
import io.crossfade.migration.control.Installation.TargetWord;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks both stores which installation they belong to. */
final class InstallationCheck {

    private static final Logger log = LoggerFactory.getLogger(InstallationCheck.class);

    private final Installation installation;
    private final PostgresInstallation target;
    private final MongoFenceDocuments source;
    private @Nullable String told;

    InstallationCheck(Installation installation, PostgresInstallation target, MongoFenceDocuments source) {
        this.installation = installation;
        this.target = target;
        this.source = source;
    }

    /**
     * Before anything of the engine is written to either store.
     *
     * @throws StoresApartException if they do not belong together, and are not adopted
     */
    void atStart(Adoption adoption) throws SQLException {
        run();
        Optional<Installation.Problem> found = installation.problem();
        if (found.isEmpty()) {
            return;
        }
        String problem = found.get().text();
        String name = adoption.name();
        if (!adoption.isWanted(name)) {
            throw new StoresApartException(
                    problem,
                    "See that 'spring.mongodb.uri' and 'spring.datasource.url' name the two databases of one installation."
                            + " If they do, and one of them was restored, copied or moved on purpose: read 'The stores do not"
                            + " belong together' in docs/runbook.md, stop all instances, and start one with"
                            + " crossfade.control.adoption.stores=" + name
                            + " and crossfade.control.adoption.reason=… once.");
        }
        adoption.adopt(problem);
        run();
        installation.problem().ifPresent(still -> {
            throw new StoresApartException(still.text(), "Another instance has changed them meanwhile; start again.");
        });
    }

    /** If there is a reason to. Meant to be called again and again, by one thread. */
    void look() throws SQLException {
        if (installation.checkIsDue()) {
            run();
        }
        String problem = installation.problem().map(Installation.Problem::text).orElse(null);
        if (problem != null && !problem.equals(told)) {
            log.error("The stores do not belong together, and this instance does not act on them: {}", problem);
        } else if (problem == null && told != null) {
            log.warn("The stores belong together again");
        }
        told = problem;
    }

    /** If the source does not answer, or its connection is lost meanwhile, what it holds stays unknown. */
    void run() throws SQLException {
        TargetWord before = target.read();
        long losses = installation.losses();
        SourceWord asked = ask();
        TargetWord after = target.read();
        synchronized (installation) {
            installation.judge(before, installation.losses() == losses ? asked : null, after);
        }
    }

    private @Nullable SourceWord ask() {
        try {
            return source.word();
        } catch (MongoException away) {
            log.debug("The source cannot be asked which installation it belongs to: {}", away.getCode());
            return null;
        }
    }
}
