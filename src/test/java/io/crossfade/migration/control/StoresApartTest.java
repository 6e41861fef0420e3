package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.UnavailableException;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.TablesForTests;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;

/** An instance whose stores do not belong together acts on neither. */
class StoresApartTest {

    private final EngineForTests engine = EngineForTests.start("crossfade.control.hold-limit=2600ms");

    @AfterEach
    void stop() {
        engine.close();
    }

    private void standAll(Phase phase) {
        engine.stand(OWNERS, phase);
        engine.stand(PETS, phase);
    }

    private StoresApartException refusal(String database, DataSource postgres) {
        BeanCreationException failed =
                catchThrowableOfType(BeanCreationException.class, () -> engine.beside(database, postgres)
                        .stop());
        assertThat(failed.getMostSpecificCause()).isInstanceOf(StoresApartException.class);
        return (StoresApartException) failed.getMostSpecificCause();
    }

    private static List<Document> fences(MongoDatabase database) {
        return database.getCollection("crossfade_fence").find().into(new ArrayList<>());
    }

    private String mark() {
        return fences(engine.database()).stream()
                .filter(document -> document.getString("_id").equals("(installation)"))
                .map(document -> document.getString("installation"))
                .findFirst()
                .orElseThrow();
    }

    private String obstacles() {
        return engine.bean(Serving.class).obstacles().toString();
    }

    @Test
    void anotherMongoDbIsRefusedAtTheStartAndNothingIsWrittenThere() {
        standAll(Phase.READ_SWITCH);

        assertThat(refusal("wrong", engine.postgres()))
                .hasMessageContainingAll("PostgreSQL belongs to installation " + mark(), "this MongoDB to none");
        assertThat(engine.client().getDatabase("wrong").listCollectionNames()).isEmpty();
    }

    @Test
    void anEmptyPostgreSqlIsRefusedAtTheStartAndTheFenceIsLeftAlone() {
        standAll(Phase.TARGET);
        List<Document> before = fences(engine.database());

        assertThat(refusal("strattio", TablesForTests.fresh()))
                .hasMessageContainingAll("MongoDB belongs to installation " + mark(), "this PostgreSQL to none");
        assertThat(fences(engine.database())).isEqualTo(before);
    }

    @Test
    void aCopyOfMongoDbIsRefusedUntilItIsAdopted() {
        standAll(Phase.SHADOW_READ);
        MongoDatabase copy = engine.client().getDatabase("copy");
        copy.getCollection("crossfade_fence").insertMany(fences(engine.database()));

        StoresApartException refused = refusal("copy", engine.postgres());
        assertThat(refused).hasMessageContaining("this MongoDB bears the mark of installation " + mark());

        String name = refused.action().replaceAll("(?s).*adoption\\.stores=(\\w+).*", "$1");
        EngineForTests adopted = engine.beside(
                "copy",
                engine.postgres(),
                "crossfade.control.adoption.stores=" + name,
                "crossfade.control.adoption.reason=restored from the backup");
        try {
            EngineForTests.awaitFence(
                    adopted.bean(SourceFence.class),
                    adopted.bean(UnitStates.class).get(OWNERS));
            assertThat(
                            adopted.query(
                                    "SELECT DISTINCT reason FROM crossfade.audit WHERE action = 'adoption' AND outcome = 'done'"))
                    .containsExactly("restored from the backup");
            assertThat(adopted.query("SELECT unit FROM crossfade.checkpoint WHERE lost_at IS NULL"))
                    .as("units of which no change was missed")
                    .isEmpty();
            // Whoever still runs with the old pair stops acting.
            await().untilAsserted(() -> assertThat(obstacles()).contains("what answers as PostgreSQL now belongs to"));
        } finally {
            adopted.stop();
        }
    }

    @Test
    void theNameOfAnAdoptionCountsForTheseStoresAlone() {
        standAll(Phase.SHADOW_READ);

        assertThatThrownBy(() -> engine.beside(
                        "wrong",
                        engine.postgres(),
                        "crossfade.control.adoption.stores=000000000000",
                        "crossfade.control.adoption.reason=a guess"))
                .hasRootCauseInstanceOf(StoresApartException.class);
        assertThatThrownBy(() ->
                        engine.beside("wrong", engine.postgres(), "crossfade.control.adoption.stores=000000000000"))
                .hasRootCauseMessage(
                        "crossfade.control.adoption.stores needs a reason in crossfade.control.adoption.reason");
    }

    @Test
    void nobodyAdoptsAPostgreSqlThatKnowsNothingOfWhatItsPredecessorDecided() {
        standAll(Phase.TARGET);
        DataSource empty = TablesForTests.fresh();
        String name = refusal("strattio", empty).action().replaceAll("(?s).*adoption\\.stores=(\\w+).*", "$1");

        assertThatThrownBy(() -> engine.beside(
                        "strattio",
                        empty,
                        "crossfade.control.adoption.stores=" + name,
                        "crossfade.control.adoption.reason=a mistake"))
                .rootCause()
                .hasMessageContainingAll("MongoDB is closed for", "does not know of it");
    }

    @Test
    void aDroppedFenceIsNotMadeAgainAndNobodyServesByIt() {
        standAll(Phase.READ_SWITCH);

        engine.database().drop();

        await().untilAsserted(() -> assertThat(obstacles()).contains("now belongs to no installation"));
        assertThat(fences(engine.database())).isEmpty();
        assertThatThrownBy(() -> write("nobody sees it")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void whatPostgreSqlDecidesGoesOnWhenMongoDbIsDroppedAndNothingIsForgotten() {
        standAll(Phase.TARGET);

        engine.database().drop();
        await().until(() -> engine.bean(Installation.class).problem().isPresent());

        write("decided");

        assertThat(obstacles()).isEqualTo("{}");
        assertThat(engine.query("SELECT count(*) FROM crossfade.outbox WHERE unit = 'owners'"))
                .containsExactly("1");
        assertThat(engine.collection(OWNERS).countDocuments()).isZero();
    }

    @Test
    void anotherInstallationsMongoDbEndsTheServiceOfAllUnits() {
        standAll(Phase.TARGET);

        engine.database()
                .getCollection("crossfade_fence")
                .updateOne(
                        Filters.eq("_id", "(installation)"),
                        Updates.set("installation", UUID.randomUUID().toString()));

        await().untilAsserted(
                        () -> assertThat(engine.bean(Serving.class).obstacles()).containsOnlyKeys(OWNERS, PETS));
    }

    @Test
    void anotherInstallationsPostgreSqlAcknowledgesNothing() {
        standAll(Phase.TARGET);

        engine.execute("UPDATE crossfade.installation SET id = gen_random_uuid()");

        assertThatThrownBy(() -> write("lost")).isInstanceOf(UnavailableException.class);
        assertThat(engine.query("SELECT count(*) FROM owners")).containsExactly("0");
        await().untilAsserted(() -> assertThat(obstacles()).contains("what answers as PostgreSQL now belongs to"));
    }

    @Test
    void twoMongoDbsAreNeverPairedWithOnePostgreSql() throws Exception {
        EngineForTests other = engine.beside("other", engine.postgres());
        try {
            claim(engine);

            assertThatThrownBy(() -> claim(other)).hasMessageContaining("paired with another MongoDB");
            assertThat(fences(other.database())).noneMatch(fence -> fence.containsKey("installation"));
        } finally {
            other.stop();
        }
    }

    @Test
    void twoPostgreSqlsAreNeverPairedWithOneMongoDb() throws Exception {
        EngineForTests other = engine.beside("strattio", TablesForTests.fresh());
        try {
            claim(engine);

            assertThatThrownBy(() -> claim(other)).hasMessageContaining("do not belong together");
            await().until(() -> other.bean(Installation.class).problem().isPresent());
        } finally {
            other.stop();
        }
    }

    @Test
    void anInstanceWithAnotherMongoDbKeepsTheFirstMoveFromBeingMade() {
        EngineForTests other = engine.beside("other", engine.postgres());
        try {
            Gate.Move first = new Gate.Move(engine.bean(UnitStates.class).get(OWNERS), Phase.DUAL_WRITE);
            await().untilAsserted(() -> assertThat(
                            InstallationClaim.gate(engine.bean(Installation.class), engine.bean(Instances.class))
                                    .check(first))
                    .hasValueSatisfying(result -> {
                        assertThat(result.holds()).isFalse();
                        assertThat(result.detail()).contains("reaches one of these stores and not the other");
                    }));
        } finally {
            other.stop();
        }
    }

    private static void claim(EngineForTests engine) throws Exception {
        engine.bean(InstallationClaim.class)
                .beforeMove(
                        new Gate.Move(engine.bean(UnitStates.class).get(OWNERS), Phase.DUAL_WRITE),
                        Requester.named("test"));
    }

    private void write(String name) {
        ObjectId id = new ObjectId();
        engine.bean(Router.class)
                .write(
                        OWNERS,
                        List.of(id.toHexString()),
                        () -> engine.database()
                                .getCollection(OWNERS)
                                .insertOne(new Document("_id", id)
                                        .append("email", name)
                                        .append("name", "x")),
                        () -> {
                            engine.execute("INSERT INTO owners (id, email) VALUES (gen_random_uuid(), '" + name + "')");
                            return null;
                        });
    }
}
