package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.section.SectionPatch;
import io.crossfade.strattio.section.SectionPlaceTaken;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserEmailTaken;
import io.crossfade.strattio.user.UserPatch;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two that want each other's places at the same moment may deadlock in PostgreSQL; of a conflict alone they are told. */
class ContentionTests {

    private static final int ROUNDS = 40;

    private Stores stores = MongoStores.get();

    @BeforeEach
    void postgresDecides() {
        stores = DualWriteStores.in(Phase.TARGET);
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
                stores.sections()
                        .update(
                                section.id(),
                                SectionPatch.builder().orderIndex(place).build());
                return true;
            } catch (SectionPlaceTaken taken) {
                return false;
            }
        };
    }

    private Callable<Boolean> address(User user, String email) {
        return () -> {
            try {
                stores.users()
                        .update(user.id(), UserPatch.builder().email(email).build());
                return true;
            } catch (UserEmailTaken taken) {
                return false;
            }
        };
    }
}
