package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.researchpack.ResearchPack;
import io.crossfade.strattio.researchpack.ResearchPackPatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class ResearchPackContract extends ExpectedContract<ResearchPack, ResearchPackPatch> {

    @Override
    AggregateRepository<ResearchPack, ResearchPackPatch> repository() {
        return stores().researchPacks();
    }

    @Override
    ResearchPack stored() {
        return given().pack(given().plan().id(), 1);
    }

    @Override
    ResearchPackPatch change(int number) {
        return new ResearchPackPatch().qualityScore(number);
    }

    @Override
    ResearchPackPatch noChange() {
        return new ResearchPackPatch();
    }

    @Test
    void whatIsCreatedIsFoundByIdAndByVersion() {
        ResearchPack created = given().pack(given().plan().id(), 3);

        assertThat(stores().researchPacks().find(created.id())).contains(created);
        assertThat(stores().researchPacks().findVersion(created.planId(), 3)).contains(created);
        assertThat(stores().researchPacks().findVersion(created.planId(), 2)).isEmpty();
    }

    @Test
    void theFirstVersionIsOne() {
        ResearchPack created =
                stores().researchPacks().create(Given.newPack(given().plan().id(), null));

        assertThat(created.version()).isEqualTo(1);
        assertThat(stores().researchPacks().findVersion(created.planId(), 1)).contains(created);
    }

    @Test
    void aCreateMayBeRepeatedWithTheSameContentOnly() {
        ResearchPack pack = Given.newPack(given().plan().id(), 1);
        ResearchPack created = stores().researchPacks().create(pack);
        stores().researchPacks().update(pack.id(), new ResearchPackPatch().data(Json.of(Map.of("other", true))));

        assertThat(created.id()).isEqualTo(pack.id());
        assertThatThrownBy(() -> stores().researchPacks().create(pack)).isInstanceOf(AlreadyExists.class);
        stores().researchPacks().update(pack.id(), new ResearchPackPatch().data(pack.data()));
        assertThat(stores().researchPacks().create(pack).data()).isEqualTo(pack.data());
    }

    @Test
    void noTwoOfAPlanShareAVersion() {
        Id plan = given().plan().id();
        ResearchPack first = given().pack(plan, 1);

        assertThatThrownBy(() -> given().pack(plan, 1))
                .isInstanceOf(Taken.class)
                .hasNoCause();
        assertThat(stores().researchPacks().listOf(plan, null, 10).items()).containsExactly(first);
        assertThat(given().pack(given().plan().id(), 1).version()).isEqualTo(1);
    }

    @Test
    void itNeedsItsPlan() {
        assertThatThrownBy(() -> given().pack(Id.next(), 1))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("plan_id"));
    }

    @Test
    void theHighestVersionIsListedFirst() {
        Id plan = given().plan().id();
        for (int version : new int[] {2, 10, 1, 4}) {
            given().pack(plan, version);
        }

        assertThat(Pages.all(after -> stores().researchPacks().listOf(plan, after, 3)))
                .extracting(ResearchPack::version)
                .containsExactly(10, 4, 2, 1);
        assertThat(stores().researchPacks().listOf(Id.next(), null, 3).items()).isEmpty();
        for (String nonsense : List.of("x", "2", "2_x", "3000000000_" + plan)) {
            assertThatThrownBy(() -> stores().researchPacks().listOf(plan, nonsense, 3))
                    .isInstanceOf(InvalidValue.class);
        }
    }

    @Test
    void allFieldsAreKept() {
        Id plan = given().plan().id();
        Instant retrieved = Instant.parse("2024-02-29T23:59:59.999Z");
        ResearchPack pack = ResearchPack.of(
                null,
                plan,
                2,
                "ready",
                Json.of(List.of(1, "two", Map.of())),
                100,
                List.of("", "İ😀", "a,b{}\"\\"),
                Json.of(List.of("gap")),
                retrieved,
                retrieved.plusSeconds(60));

        stores().researchPacks().create(pack);

        ResearchPack found = stores().researchPacks().find(pack.id()).orElseThrow();
        assertThat(found)
                .isEqualTo(new ResearchPack(
                        pack.id(),
                        plan,
                        2,
                        "ready",
                        pack.data(),
                        100,
                        pack.dataSources(),
                        pack.missingData(),
                        retrieved,
                        retrieved.plusSeconds(60)));
    }

    @Test
    void nullTakesAwayOrBackToTheDefault() {
        ResearchPack pack = given().pack(given().plan().id(), 1);

        ResearchPack changed = stores().researchPacks()
                .update(
                        pack.id(),
                        new ResearchPackPatch()
                                .dataSources(null)
                                .qualityScore(null)
                                .status(null)
                                .missingData(null));

        assertThat(changed.dataSources()).isNull();
        assertThat(changed.qualityScore()).isNull();
        assertThat(changed.status()).isEqualTo("pending");
        assertThat(changed.missingData()).isEqualTo(Json.emptyArray());
        assertThat(stores().researchPacks().find(pack.id())).contains(changed);
    }

    @Test
    void theScoreIsAPercentage() {
        assertThatThrownBy(() -> new ResearchPackPatch().qualityScore(101)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new ResearchPackPatch().qualityScore(-1)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void writersOfDifferentFieldsAllWin() throws Exception {
        Id id = given().pack(given().plan().id(), 1).id();
        for (int round = 0; round < 10; round++) {
            int score = round;
            List<String> sources = List.of("source " + round);

            Together.run(List.of(
                    () -> stores().researchPacks().update(id, new ResearchPackPatch().qualityScore(score)),
                    () -> stores().researchPacks().update(id, new ResearchPackPatch().dataSources(sources))));

            ResearchPack now = stores().researchPacks().find(id).orElseThrow();
            assertThat(now.qualityScore()).isEqualTo(score);
            assertThat(now.dataSources()).isEqualTo(sources);
        }
    }

    @Test
    void whatIsDeletedIsGone() {
        ResearchPack pack = given().pack(given().plan().id(), 1);

        stores().researchPacks().delete(pack.id());

        assertThat(stores().researchPacks().find(pack.id())).isEmpty();
        assertThatThrownBy(() -> stores().researchPacks().delete(pack.id())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() ->
                        stores().researchPacks().update(pack.id(), new ResearchPackPatch().data(Json.emptyObject())))
                .isInstanceOf(NotFound.class);
    }
}
