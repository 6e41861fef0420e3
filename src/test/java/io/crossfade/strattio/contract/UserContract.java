package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.user.Role;
import io.crossfade.strattio.user.SubscriptionTier;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class UserContract extends UniqueEmailContract {

    @Test
    void whatIsCreatedIsFound() {
        Instant before = Instant.now();
        User created = given().user();

        assertThat(stores().users().find(created.id())).contains(created);
        assertThat(created.role()).isEqualTo(Role.USER);
        assertThat(created.subscriptionTier()).isEqualTo(SubscriptionTier.FREE);
        assertThat(created.settings()).isEqualTo(Json.emptyObject());
        assertThat(created.createdAt()).isEqualTo(created.updatedAt());
        assertThat(created.createdAt().getNano() % 1_000_000).isZero();
        assertThat(created.createdAt()).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void nothingIsFoundUnderAnUnknownId() {
        assertThat(stores().users().find(Id.next())).isEmpty();
        assertThat(stores().users().find(Id.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void aRepeatedCreateReturnsWhatIsStored() {
        User user = Given.newUser();
        User created = stores().users().create(user);

        assertThat(stores().users().create(user)).isEqualTo(created);
    }

    @Test
    void aCreateRepeatedAtTheSameMomentStoresOne() throws Exception {
        User user = Given.newUser();

        List<User> created = Together.run(List.of(
                () -> stores().users().create(user), () -> stores().users().create(user), () -> stores().users()
                        .create(user)));

        assertThat(created)
                .allSatisfy(each -> assertThat(stores().users().find(user.id())).contains(each));
    }

    @Test
    void anIdIsNotTakenTwice() {
        User user = given().user();
        User other = User.of(user.id(), "other-" + user.email(), "x", "Eve", null, null, null, null);

        assertThatThrownBy(() -> stores().users().create(other)).isInstanceOf(AlreadyExists.class);
        assertThat(stores().users().find(user.id())).contains(user);
    }

    @Test
    void aPatchChangesItsFieldsAlone() {
        User user = given().user();
        Moments.after(user.updatedAt());

        User changed = stores().users().update(user.id(), new UserPatch().role(Role.ADMIN));

        assertThat(changed.role()).isEqualTo(Role.ADMIN);
        assertThat(changed.name()).isEqualTo(user.name());
        assertThat(changed.email()).isEqualTo(user.email());
        assertThat(changed.createdAt()).isEqualTo(user.createdAt());
        assertThat(changed.updatedAt()).isAfter(user.updatedAt());
        assertThat(stores().users().find(user.id())).contains(changed);
    }

    @Test
    void nullTakesAwayOrBackToTheDefault() {
        User user = given().user();
        stores().users().update(user.id(), new UserPatch().role(Role.CONSULTANT).settings(Json.of(Map.of("a", 1))));

        User changed = stores().users()
                .update(user.id(), new UserPatch().name(null).role(null).settings(null));

        assertThat(changed.name()).isNull();
        assertThat(changed.role()).isEqualTo(Role.USER);
        assertThat(changed.settings()).isEqualTo(Json.emptyObject());
        assertThat(stores().users().find(user.id())).contains(changed);
    }

    @Test
    void anEmptyPatchChangesNothing() {
        User user = given().user();

        assertThat(stores().users().update(user.id(), new UserPatch())).isEqualTo(user);
        assertThat(stores().users().find(user.id())).contains(user);
    }

    @Test
    void writersOfDifferentFieldsAllWin() throws Exception {
        User user = given().user();
        for (int round = 0; round < 10; round++) {
            Json settings = Json.of(Map.of("round", round));
            String name = "Name " + round;
            SubscriptionTier tier = SubscriptionTier.values()[round % 4];

            Together.run(List.of(
                    () -> stores().users().update(user.id(), new UserPatch().name(name)),
                    () -> stores().users().update(user.id(), new UserPatch().settings(settings)),
                    () -> stores().users().update(user.id(), new UserPatch().subscriptionTier(tier))));

            User now = stores().users().find(user.id()).orElseThrow();
            assertThat(now.name()).isEqualTo(name);
            assertThat(now.settings()).isEqualTo(settings);
            assertThat(now.subscriptionTier()).isEqualTo(tier);
        }
    }

    @Test
    void whatIsNotThereIsNeitherChangedNorDeleted() {
        Id unknown = Id.next();

        assertThatThrownBy(() -> stores().users().update(unknown, new UserPatch().name("x")))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().users().update(unknown, new UserPatch()))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().users().delete(unknown)).isInstanceOf(NotFound.class);
    }

    @Test
    void aDeletedUserIsGoneWithAllThatBelongsToIt() {
        Given given = given();
        User user = given.user();
        List<Id> plans = new ArrayList<>();
        List<Id> sections = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Id plan = stores().plans().create(Given.newPlan(user.id())).id();
            plans.add(plan);
            given.sections(plan, 2).forEach(section -> sections.add(section.id()));
            given.pack(plan, 1);
            given.model(plan, 1);
        }
        Id other = given.plan().id();
        Id otherSection = given.section(other, 0).id();

        stores().users().delete(user.id());

        assertThat(stores().users().find(user.id())).isEmpty();
        assertThat(plans).allSatisfy(plan -> {
            assertThat(stores().plans().find(plan)).isEmpty();
            assertThat(stores().researchPacks().findVersion(plan, 1)).isEmpty();
            assertThat(stores().financialModels().findVersion(plan, 1)).isEmpty();
        });
        assertThat(sections)
                .allSatisfy(
                        section -> assertThat(stores().sections().find(section)).isEmpty());
        assertThat(stores().plans().find(other)).isPresent();
        assertThat(stores().sections().find(otherSection)).isPresent();
    }

    @Test
    void textIsKeptAsItIs() {
        String name = "İıIi ÄÖß e\u0301 é \uD83D\uDE00\uD83C\uDDF9\uD83C\uDDF7 \u200Fعربى\t\n'\"\\";
        User user = User.of(null, Id.next() + "@İ.example", "x", name, null, null, null, null);

        assertThat(stores().users().create(user).name()).isEqualTo(name);
        assertThat(stores().users().find(user.id()).orElseThrow().name()).isEqualTo(name);
    }

    @Test
    void lengthIsCountedInCharactersNotInHalves() {
        String longest = "\uD83D\uDE00".repeat(255);
        User user = User.of(null, Id.next() + "@example.org", "x", longest, null, null, null, null);

        assertThat(stores().users().create(user).name()).isEqualTo(longest);
        assertThatThrownBy(() -> new UserPatch().name(longest + "x"))
                .isInstanceOfSatisfying(
                        InvalidValue.class, e -> assertThat(e.field()).isEqualTo("name"));
    }

    @Test
    void jsonIsKeptExactly() {
        Json settings = Json.parse("""
                {"whole": 1, "large": 9007199254740993, "negative": -3, "decimal": 0.1, "tiny": 1.5e-7,
                 "huge": 1e300, "truth": true, "none": null, "text": "İ😀", "empty": {}, "list": [],
                 "nested": {"b": [1, {"c": null}, [[]], "x"], "a": {"": "empty key", "dot.ted": 1}}}
                """);
        User user =
                User.of(null, Id.next() + "@example.org", "x", null, null, null, settings, Json.of(Map.of("k", "v")));

        stores().users().create(user);

        User found = stores().users().find(user.id()).orElseThrow();
        assertThat(found.settings()).isEqualTo(settings);
        assertThat(found.settings().text()).isEqualTo(settings.text());
        assertThat(found.metadata()).isEqualTo(Json.of(Map.of("k", "v")));
    }

    @Test
    void anIdMayBeAUuid() {
        Id id = Id.of(UUID.randomUUID());
        User user = stores().users().create(User.of(id, id + "@example.org", "x", null, null, null, null, null));

        assertThat(stores().users().find(id)).contains(user);
        assertThat(stores().users().update(id, new UserPatch().name("U")).name())
                .isEqualTo("U");
        stores().users().delete(id);
        assertThat(stores().users().find(id)).isEmpty();
    }

    @Test
    void allAreListedInTheOrderOfTheirIds() {
        Id uuid = Id.of(UUID.randomUUID());
        stores().users().create(User.of(uuid, uuid + "@example.org", "x", null, null, null, null, null));
        List<Id> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(given().user().id());
        }

        List<Id> listed = Pages.all(after -> stores().users().list(after, 3)).stream()
                .map(User::id)
                .toList();

        assertThat(listed).doesNotHaveDuplicates().contains(uuid).containsSubsequence(made);
        assertThat(listed.indexOf(uuid)).isLessThan(listed.indexOf(made.getFirst()));
    }

    @Test
    void aPageIsAskedForWithALimitAndAKeyOfAPage() {
        assertThatThrownBy(() -> stores().users().list(null, 0)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> stores().users().list(null, 501)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> stores().users().list("nonsense", 5)).isInstanceOf(InvalidValue.class);
    }
}
