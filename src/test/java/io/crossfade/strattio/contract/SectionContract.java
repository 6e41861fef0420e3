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
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.section.SectionOrderMismatch;
import io.crossfade.strattio.section.SectionPatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class SectionContract extends ExpectedContract<Section, SectionPatch> {

    @Override
    AggregateRepository<Section, SectionPatch> repository() {
        return stores().sections();
    }

    @Override
    Section stored() {
        return given().section(given().plan().id(), 0);
    }

    @Override
    SectionPatch change(int number) {
        return new SectionPatch().title("Title " + number);
    }

    @Override
    SectionPatch noChange() {
        return new SectionPatch();
    }

    @Test
    void whatIsCreatedIsFound() {
        Section created = given().section(given().plan().id(), 4);

        assertThat(stores().sections().find(created.id())).contains(created);
        assertThat(created.aiGenerated()).isTrue();
        assertThat(created.editedByUser()).isFalse();
        assertThat(created.dataCitations()).isEqualTo(Json.emptyArray());
    }

    @Test
    void aCreateMayBeRepeatedWithTheSameContentOnly() {
        Section section = Given.newSection(given().plan().id(), 0);
        Section created = stores().sections().create(section);
        Section other =
                Section.of(section.id(), section.planId(), "other", "Other", "", null, 1, null, null, null, null);

        assertThat(stores().sections().create(section)).isEqualTo(created);
        assertThatThrownBy(() -> stores().sections().create(other)).isInstanceOf(AlreadyExists.class);
    }

    @Test
    void aSectionNeedsItsPlan() {
        Section section = Given.newSection(Id.next(), 0);

        assertThatThrownBy(() -> stores().sections().create(section))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("plan_id"));
        assertThat(stores().sections().find(section.id())).isEmpty();
    }

    @Test
    void noTwoSectionsShareAPlace() {
        Id plan = given().plan().id();
        Section first = given().section(plan, 0);
        Section second = given().section(plan, 1);

        assertThatThrownBy(() -> given().section(plan, 1))
                .isInstanceOf(Taken.class)
                .hasNoCause();
        assertThatThrownBy(() -> stores().sections().update(second.id(), new SectionPatch().orderIndex(0)))
                .isInstanceOf(Taken.class)
                .hasNoCause();
        assertThat(stores().sections().listOf(plan, null, 10).items()).containsExactly(first, second);
        assertThat(given().section(given().plan().id(), 0).orderIndex()).isZero();
    }

    @Test
    void sectionsAreListedByTheirPlaces() {
        Id plan = given().plan().id();
        List<Section> made = new ArrayList<>();
        for (int place : new int[] {7, 0, 30, 2, 11}) {
            made.add(given().section(plan, place));
        }
        made.sort((a, b) -> Integer.compare(a.orderIndex(), b.orderIndex()));

        assertThat(Pages.all(after -> stores().sections().listOf(plan, after, 2)))
                .isEqualTo(made);
        assertThatThrownBy(() -> stores().sections().listOf(plan, "x", 2)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void aPatchChangesItsFieldsAlone() {
        Section section = given().section(given().plan().id(), 0);
        Moments.after(section.updatedAt());

        Section changed = stores().sections()
                .update(
                        section.id(),
                        new SectionPatch()
                                .content("Neu 😀")
                                .wordCount(2)
                                .editedByUser(true)
                                .generationMetadata(Json.of(Map.of("model", List.of()))));

        assertThat(changed.content()).isEqualTo("Neu 😀");
        assertThat(changed.title()).isEqualTo(section.title());
        assertThat(changed.orderIndex()).isEqualTo(section.orderIndex());
        assertThat(changed.createdAt()).isEqualTo(section.createdAt());
        assertThat(changed.updatedAt()).isAfter(section.updatedAt());
        assertThat(stores().sections().find(section.id())).contains(changed);
    }

    @Test
    void writersOfDifferentFieldsAllWin() throws Exception {
        Id id = given().section(given().plan().id(), 0).id();
        for (int round = 0; round < 10; round++) {
            int count = round;
            String content = "Text " + round;

            Together.run(List.of(
                    () -> stores().sections().update(id, new SectionPatch().content(content)),
                    () -> stores().sections().update(id, new SectionPatch().wordCount(count))));

            Section now = stores().sections().find(id).orElseThrow();
            assertThat(now.content()).isEqualTo(content);
            assertThat(now.wordCount()).isEqualTo(count);
        }
    }

    @Test
    void sectionsArePutIntoAnyOrder() {
        Id plan = given().plan().id();
        List<Id> order = new ArrayList<>(ids(given().sections(plan, 7)));
        Random random = new Random(7);
        for (int round = 0; round < 6; round++) {
            Collections.shuffle(order, random);

            stores().sections().reorder(plan, order);

            List<Section> now = stores().sections().listOf(plan, null, 100).items();
            assertThat(ids(now)).isEqualTo(order);
            assertThat(now)
                    .extracting(Section::orderIndex)
                    .isEqualTo(IntStream.range(0, 7).boxed().toList());
        }
    }

    @Test
    void anOrderClosesGapsAndLeavesWhatStandsRight() {
        Id plan = given().plan().id();
        Section first = given().section(plan, 0);
        Section far = given().section(plan, 40);
        Section farther = given().section(plan, 90);
        Moments.after(farther.updatedAt());

        stores().sections().reorder(plan, List.of(first.id(), farther.id(), far.id()));

        List<Section> now = stores().sections().listOf(plan, null, 10).items();
        assertThat(now).extracting(Section::orderIndex).containsExactly(0, 1, 2);
        assertThat(ids(now)).containsExactly(first.id(), farther.id(), far.id());
        assertThat(now.getFirst()).isEqualTo(first);
        assertThat(now.subList(1, 3))
                .allSatisfy(moved -> assertThat(moved.updatedAt()).isAfter(farther.updatedAt()));
    }

    @Test
    void anUnknownPlanHasNoOrder() {
        assertThatThrownBy(() -> stores().sections().reorder(Id.next(), List.of()))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().sections().reorder(Id.next(), List.of(Id.next())))
                .isInstanceOf(NotFound.class);
        Id empty = given().plan().id();
        stores().sections().reorder(empty, List.of());
        assertThat(stores().sections().listOf(empty, null, 5).items()).isEmpty();
    }

    @Test
    void anOrderNamesEachSectionOnce() {
        Id plan = given().plan().id();
        List<Section> sections = given().sections(plan, 3);
        List<Id> ids = ids(sections);
        List<List<Id>> wrong = List.of(
                ids.subList(0, 2),
                List.of(ids.get(0), ids.get(1), ids.get(1)),
                List.of(ids.get(0), ids.get(1), ids.get(2), ids.get(2)),
                List.of(ids.get(0), ids.get(1), Id.next()),
                List.of());

        assertThat(wrong).allSatisfy(order -> assertThatThrownBy(
                        () -> stores().sections().reorder(plan, order))
                .isInstanceOf(SectionOrderMismatch.class));
        assertThat(stores().sections().listOf(plan, null, 10).items()).isEqualTo(sections);
    }

    @Test
    void ordersSetAtOnceLoseNothing() throws Exception {
        Id plan = given().plan().id();
        List<Id> forth = ids(given().sections(plan, 5));
        List<Id> back = forth.reversed();
        for (int round = 0; round < 5; round++) {
            Together.run(List.of(order(plan, forth), order(plan, back), order(plan, forth), order(plan, back)));

            List<Section> now = stores().sections().listOf(plan, null, 10).items();
            assertThat(ids(now)).isIn(forth, back);
            assertThat(now).extracting(Section::orderIndex).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void aSectionBornDuringAnOrderKeepsAPlace() throws Exception {
        for (int round = 0; round < 5; round++) {
            Id plan = given().plan().id();
            List<Id> ids = ids(given().sections(plan, 4));
            Callable<Boolean> create = () -> {
                given().section(plan, 4);
                return true;
            };

            Together.run(List.of(order(plan, ids.reversed()), create));

            List<Section> now = stores().sections().listOf(plan, null, 10).items();
            assertThat(now).hasSize(5).extracting(Section::orderIndex).doesNotHaveDuplicates();
            assertThat(ids(now)).containsAll(ids);
        }
    }

    @Test
    void aDeletedSectionIsGoneAndItsPlaceFree() {
        Id plan = given().plan().id();
        Section section = given().section(plan, 0);

        stores().sections().delete(section.id());

        assertThat(stores().sections().find(section.id())).isEmpty();
        assertThatThrownBy(() -> stores().sections().delete(section.id())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().sections().update(section.id(), new SectionPatch().title("x")))
                .isInstanceOf(NotFound.class);
        assertThat(given().section(plan, 0).orderIndex()).isZero();
    }

    @Test
    void noSectionOutlivesItsPlan() throws Exception {
        for (int round = 0; round < 10; round++) {
            Id plan = given().plan().id();
            Callable<Boolean> create = () -> {
                try {
                    given().sections(plan, 15);
                    return false;
                } catch (ParentMissing gone) {
                    return true;
                }
            };
            Callable<Boolean> delete = () -> {
                stores().plans().delete(plan);
                return true;
            };

            Together.run(List.of(create, delete));

            assertThat(stores().sections().listOf(plan, null, 1).items()).isEmpty();
        }
    }

    /** Whether the order was set; one that came upon a change by another may be refused. */
    private Callable<Boolean> order(Id plan, List<Id> order) {
        return () -> {
            try {
                stores().sections().reorder(plan, order);
                return true;
            } catch (SectionOrderMismatch changed) {
                return false;
            }
        };
    }

    private static List<Id> ids(List<Section> sections) {
        return sections.stream().map(Section::id).toList();
    }
}
