package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

class SignInTests {

    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    @Test
    void takesPasswordsAsTypedAndAsHashed() {
        var users = SignIn.users(
                Map.of(
                        "typed", user("geheim", null, Role.APP),
                        "hashed", user(null, encoder.encode("secret"), Role.ADMIN, Role.VIEWER)),
                encoder);

        assertThat(users)
                .filteredOn(user -> user.getUsername().equals("typed"))
                .singleElement()
                .satisfies(user -> assertThat(encoder.matches("geheim", user.getPassword()))
                        .isTrue())
                .satisfies(user -> assertThat(user.getPassword()).doesNotContain("geheim"));
        assertThat(users)
                .filteredOn(user -> user.getUsername().equals("hashed"))
                .singleElement()
                .satisfies(user -> assertThat(user.getAuthorities()).hasSize(2))
                .extracting(UserDetails::getPassword)
                .satisfies(hash -> assertThat(encoder.matches("secret", hash)).isTrue());
    }

    @Test
    void refusesAStartThatNobodyCouldUse() {
        assertThatExceptionOfType(SignInMisconfiguredException.class)
                .isThrownBy(() -> SignIn.users(Map.of("only", user("p", null, Role.APP)), encoder))
                .withMessageContaining("[ADMIN]")
                .satisfies(e -> assertThat(e.action()).contains("CROSSFADE_SECURITY_USERS_<NAME>_PASSWORD"));
    }

    @Test
    void refusesAPasswordThatNobodyCouldType() {
        assertThatExceptionOfType(SignInMisconfiguredException.class)
                .isThrownBy(() -> SignIn.users(Map.of("boss", user(" ", null, Role.values())), encoder))
                .withMessageContaining("The password at 'crossfade.security.users.boss' is empty");
    }

    @Test
    void refusesNoneOrBothOfPasswordAndHashAndAHashWithoutItsEncoder() {
        for (var user : Set.of(
                user(null, null, Role.values()), user("p", "{noop}p", Role.values()), user(null, "p", Role.values()))) {
            assertThatExceptionOfType(SignInMisconfiguredException.class)
                    .isThrownBy(() -> SignIn.users(Map.of("me", user), encoder))
                    .withMessageContaining("'crossfade.security.users.me'");
        }
    }

    @Test
    void neverPrintsAPassword() {
        assertThat(user("geheim", "{noop}geheim", Role.APP).toString()).doesNotContain("geheim");
    }

    @Test
    void remembersARightPasswordAndAsksAgainForAWrongOne() {
        AtomicInteger asked = new AtomicInteger();
        PasswordEncoder remembering = new RememberingPasswordEncoder(new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence raw) {
                return "hash of " + raw;
            }

            @Override
            public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
                asked.incrementAndGet();
                return ("hash of " + raw).equals(encoded);
            }
        });

        assertThat(remembering.matches("right", "hash of right")).isTrue();
        assertThat(remembering.matches("right", "hash of right")).isTrue();
        assertThat(asked).hasValue(1);
        assertThat(remembering.matches("wrong", "hash of right")).isFalse();
        assertThat(remembering.matches("wrong", "hash of right")).isFalse();
        assertThat(remembering.matches("right", "hash of another")).isFalse();
        assertThat(asked).hasValue(4);
    }

    private static SignInProperties.User user(@Nullable String password, @Nullable String hash, Role... roles) {
        return new SignInProperties.User(password, hash, Set.of(roles));
    }
}
