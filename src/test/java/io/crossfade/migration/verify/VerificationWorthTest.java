package io.crossfade.migration.verify;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.Column;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.FenceForTests;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run rests on, and how long it is worth something. */
@Timeout(120)
class VerificationWorthTest extends VerificationFixture {

    /** Red if what was equal by one mapping counts as equal by another. */
    @Test
    void aPassIsWorthNothingUnderAnotherMapping() throws Exception {
        equalOwners(3);
        stores.phase("shadow_read");
        stores.sql(
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at) VALUES ('owners', '{\"_data\": \"8267\"}', now())");
        VerificationStatus run = verify(false);
        assertThat(run.basis()).isEqualTo(new VerificationStatus.Basis(false, MappingVersion.of(OWNERS), "8267"));
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        UnitMapping shorter = UnitMapping.of("owners")
                .column(Column.text("name", 39).asRequired())
                .column(Column.json("settings"))
                .build();
        Gate.Move move = new Gate.Move(stores.states.get("owners"), Phase.READ_SWITCH);
        assertThat(new VerifiedCleanGate(new Units(List.of(shorter)), stores.target, Duration.ofHours(24)).check(move))
                .hasValueSatisfying(result -> assertThat(result)
                        .returns(false, Gate.Result::holds)
                        .returns(
                                "verification " + run.run() + " compared by another mapping than this version's;"
                                        + " run one now",
                                Gate.Result::detail));
        stores.sql("UPDATE crossfade.verification SET mapping = NULL");
        assertThat(gate(Phase.READ_SWITCH)).contains("another mapping");
    }

    @Test
    void aRunIsNotResumedUnderAnotherMapping() throws Exception {
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, state, mapping)"
                + " VALUES ('owners', false, 'source', 'paused', 'another')");
        Verification verification = verification();
        assertThatThrownBy(() -> verification.resume("owners"))
                .isInstanceOf(VerificationRefusedException.class)
                .hasMessageContaining("mapping of 'owners' has changed");
    }

    @Test
    void whatSlowedARunDownIsNotSaidOfOneWhoseInstanceIsGone() throws Exception {
        stores.sql("INSERT INTO crossfade.verification (unit, repairing, authority, state, slowed_by, alive_until)"
                + " VALUES ('owners', false, 'source', 'running', 'slowed by x', now() + interval '1 minute')");
        assertThat(verification().status("owners").progress().slowedBy()).isEqualTo("slowed by x");
        stores.sql("UPDATE crossfade.verification SET alive_until = now() - interval '1 second'");
        assertThat(verification().status("owners"))
                .returns(VerificationState.INTERRUPTED, VerificationStatus::state)
                .satisfies(run -> assertThat(run.progress().slowedBy()).isNull());
    }

    @Test
    void keepsWhereTheOutboxStoodIfTheTargetIsTheAuthority() throws Exception {
        stores.phase("target");
        stores.sql("INSERT INTO owners (id, name) VALUES (gen_random_uuid(), 'changed')");
        assertThat(verify(true).basis().feedPosition()).isEqualTo("outbox 1");
    }

    @Test
    void failsWhenTheAuthorityChanges() throws Exception {
        List<BsonValue> ids = equalOwners(10);
        differ(ids);
        VerificationStatus status = verification(new ForwardingLook() {
                    @Override
                    public Optional<Difference> recheck(String unit, String key) {
                        try {
                            stores.phase("target");
                        } catch (java.sql.SQLException e) {
                            throw new IllegalStateException(e);
                        }
                        return Optional.empty();
                    }
                })
                .run("owners", false);
        assertThat(status)
                .returns(VerificationState.FAILED, VerificationStatus::state)
                .returns("the authority changed", VerificationStatus::error);
    }

    @Test
    void onlyARepairThatBeganAfterwardsMakesLostHistoryGood() throws Exception {
        equalOwners(3);
        String lost = "SELECT unit FROM crossfade.checkpoint WHERE lost_at IS NOT NULL";
        stores.sql("INSERT INTO crossfade.checkpoint (unit, token, saved_at, lost_at, lost_reason)"
                + " VALUES ('owners', '{}', now(), now(), '286')");
        verify(false);
        assertThat(stores.query(lost)).hasSize(1);
        stores.sql("UPDATE crossfade.checkpoint SET lost_at = now() + interval '1 hour'");
        verify(true);
        assertThat(stores.query(lost)).hasSize(1);
        stores.sql("UPDATE crossfade.checkpoint SET lost_at = now()");
        verify(true);
        assertThat(stores.query(lost)).isEmpty();
    }

    @Test
    void theGateWantsACleanRunThatIsStillWorthSomething() throws Exception {
        List<BsonValue> ids = equalOwners(6);
        stores.phase("shadow_read");
        assertThat(gate(Phase.READ_SWITCH)).contains("no verification");
        verify(false);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        stores.sql("UPDATE crossfade.verification SET started_at = now() - interval '25 hours'");
        assertThat(gate(Phase.READ_SWITCH)).contains("24 hours");
        verify(false);
        stores.sql("INSERT INTO crossfade.backfill (unit, state, chunk_size, finished_at)"
                + " VALUES ('owners', 'complete', 1, now())");
        assertThat(gate(Phase.READ_SWITCH)).contains("backfill");
        verify(false);
        stores.sql(
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at, lost_at) VALUES ('owners', '{}', now(), now())");
        assertThat(gate(Phase.READ_SWITCH)).contains("lost");
        verify(true);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        differ(ids);
        verify(false);
        assertThat(gate(Phase.READ_SWITCH)).contains("5 differences");
        verify(true);
        assertThat(gate(Phase.READ_SWITCH)).isEqualTo("holds");
        stores.sql(
                "UPDATE crossfade.verification SET quarantined = 2 WHERE run = (SELECT max(run) FROM crossfade.verification)");
        assertThat(gate(Phase.READ_SWITCH)).contains("2 keys that differ and are set aside");
        stores.phase("target");
        assertThat(gate(Phase.SOURCE_REMOVED)).contains("other store");
        assertThat(new VerifiedCleanGate(stores.units, stores.target, Duration.ofHours(24))
                        .check(new Gate.Move(stores.states.get("owners"), Phase.READ_SWITCH)))
                .isEmpty();
    }

    private String gate(Phase to) {
        Gate.Result result = new VerifiedCleanGate(stores.units, stores.target, Duration.ofHours(24))
                .check(new Gate.Move(stores.states.get("owners"), to))
                .orElseThrow();
        return result.holds() ? "holds" : result.detail();
    }

    /** Red if a batch counts that another source may have answered. */
    @Test
    void comparesABatchAgainDuringWhichTheSourceMayHaveBeenAnother() throws Exception {
        BsonValue id = equalOwners(1).getFirst();
        stores.sql("DELETE FROM owners WHERE id = '" + Ids.uuid(id) + "'");
        AtomicBoolean exchanged = new AtomicBoolean();

        VerificationStatus status = verification(new ForwardingLook() {
                    @Override
                    public Optional<Difference> recheck(String unit, String key) {
                        if (!exchanged.getAndSet(true)) {
                            FenceForTests.reconnect(stores.fence.installation());
                            return Optional.empty();
                        }
                        return super.recheck(unit, key);
                    }
                })
                .run("owners", false);

        assertThat(status).returns(1L, VerificationStatus::missing).returns(1L, VerificationStatus::compared);
    }
}
