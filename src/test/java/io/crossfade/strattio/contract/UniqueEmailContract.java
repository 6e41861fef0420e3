package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.user.User;
import io.crossfade.strattio.user.UserPatch;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The part of the users' contract that says that no two users have one e-mail address. */
abstract class UniqueEmailContract extends ExpectedContract<User, UserPatch> {

    @Override
    AggregateRepository<User, UserPatch> repository() {
        return stores().users();
    }

    @Override
    User stored() {
        return given().user();
    }

    @Override
    UserPatch change(int number) {
        return new UserPatch().name("Name " + number);
    }

    @Override
    UserPatch noChange() {
        return new UserPatch();
    }

    @Test
    void anEmailIsNotTakenTwice() {
        User user = given().user();
        User other = User.of(null, user.email(), "x", null, null, null, null, null);

        assertThatThrownBy(() -> stores().users().create(other))
                .isInstanceOf(Taken.class)
                .hasNoCause()
                .message()
                .doesNotContain(user.email());
        assertThat(stores().users().find(other.id())).isEmpty();
    }

    @Test
    void anEmailIsNotTakenByAnUpdate() {
        User user = given().user();
        User other = given().user();

        assertThatThrownBy(() -> stores().users().update(other.id(), new UserPatch().email(user.email())))
                .isInstanceOf(Taken.class)
                .hasNoCause();
        assertThat(stores().users().find(other.id())).contains(other);
    }

    @Test
    void oneOfTwoWinsAnEmail() throws Exception {
        String email = Id.next() + "@example.org";
        Callable<Boolean> create = () -> {
            try {
                stores().users().create(User.of(null, email, "x", null, null, null, null, null));
                return true;
            } catch (Taken e) {
                return false;
            }
        };

        assertThat(Together.run(List.of(create, create, create))).containsOnlyOnce(true);
    }

    @Test
    void emailsThatDifferInCaseAreTwo() {
        String name = Id.next().text();
        stores().users().create(User.of(null, "I" + name + "@example.org", "x", null, null, null, null, null));
        User other =
                stores().users().create(User.of(null, "i" + name + "@example.org", "x", null, null, null, null, null));

        assertThat(stores().users().find(other.id())).contains(other);
    }
}
