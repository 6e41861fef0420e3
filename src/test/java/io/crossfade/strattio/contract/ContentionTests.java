package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.section.SectionPatch;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserPatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Two that want each other's places at the same moment may deadlock in PostgreSQL. Callers hear of a conflict at most. */
class ContentionTests {

    private static final int ROUNDS = 10;

    private Stores stores = MongoStores.get();

    @BeforeEach
    void postgresDecides() {
        stores = DualWriteStores.in(Phase.TARGET);
    }

    /** Of two in a deadlock, the server undoes the one whose patience ends first. */
    @Test
    void whatADeadlockUndidIsDoneAgain() throws Exception {
        Given given = new Given(stores);
        Id plan = given.plan().id();
        boolean undone = false;
        for (int round = 0; round < 5 && !undone; round++) {
            undone = meetsAHand(given.section(plan, 10 * round), given.section(plan, 10 * round + 1));
        }
        assertThat(undone).isTrue();
    }

    /** Whether the request was undone, and not the hand's work. */
    private boolean meetsAHand(Section moving, Section inTheWay) throws Exception {
        DataSource database = StoresContext.engines().in(Phase.TARGET).getBean(DataSource.class);
        try (Connection hand = database.getConnection();
                ExecutorService request = Executors.newSingleThreadExecutor()) {
            hand.setAutoCommit(false);
            execute(hand, "SET LOCAL deadlock_timeout = '4s'");
            execute(hand, "UPDATE sections SET order_index = order_index + 5 WHERE id = ?", inTheWay);
            Future<Section> moved = request.submit(
                    () -> stores.sections().update(moving.id(), new SectionPatch().orderIndex(inTheWay.orderIndex())));
            int session = hand.unwrap(PGConnection.class).getBackendPID();
            await().pollInterval(Duration.ofMillis(10)).until(() -> blocks(database, session));
            try {
                execute(hand, "UPDATE sections SET title = 'By hand' WHERE id = ?", moving);
            } catch (SQLException undone) {
                hand.rollback();
                return false;
            }
            hand.commit();

            Section section = moved.get(30, TimeUnit.SECONDS);
            assertThat(section.orderIndex()).isEqualTo(inTheWay.orderIndex());
            assertThat(section.title()).isEqualTo("By hand");
            return true;
        }
    }

    private static boolean blocks(DataSource database, int session) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE ? = ANY (pg_blocking_pids(pid)))")) {
            select.setInt(1, session);
            ResultSet rows = select.executeQuery();
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql, Section... about) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Section section : about) {
                statement.setObject(1, section.id().uuid());
            }
            statement.execute();
        }
    }

    @Test
    void sectionsThatWantEachOthersPlaces() throws Exception {
        Given given = new Given(stores);
        Id plan = given.plan().id();
        for (int round = 0; round < ROUNDS; round++) {
            Section one = given.section(plan, 2 * round);
            Section other = given.section(plan, 2 * round + 1);

            assertThat(Together.run(List.of(place(one, other.orderIndex()), place(other, one.orderIndex()))))
                    .containsOnly(false);
        }
    }

    @Test
    void usersThatWantEachOthersAddresses() throws Exception {
        Given given = new Given(stores);
        for (int round = 0; round < ROUNDS; round++) {
            User one = given.user();
            User other = given.user();

            assertThat(Together.run(List.of(address(one, other.email()), address(other, one.email()))))
                    .containsOnly(false);
        }
    }

    private Callable<Boolean> place(Section section, int place) {
        return () -> {
            try {
                stores.sections().update(section.id(), new SectionPatch().orderIndex(place));
                return true;
            } catch (Taken taken) {
                return false;
            }
        };
    }

    private Callable<Boolean> address(User user, String email) {
        return () -> {
            try {
                stores.users().update(user.id(), new UserPatch().email(email));
                return true;
            } catch (Taken taken) {
                return false;
            }
        };
    }
}
