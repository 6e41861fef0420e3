package io.crossfade.strattio.user;

import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.InvalidValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes the users' passwords, and tells by the hash alone whether a repeated create means the same one. */
@Component
class Passwords {

    /** More bytes than that, bcrypt would not look at. */
    private static final int MOST_BYTES = 72;

    private final PasswordEncoder encoder;

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
    }

    /** @throws InvalidValue if it is missing, blank or too long */
    String hash(@Nullable String password) {
        String typed = Check.filled("password", password, 0);
        if (typed.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new InvalidValue("password", "must have at most " + MOST_BYTES + " bytes");
        }
        return Check.required("password", encoder.encode(typed));
    }

    /** With the hash of the password, if the patch sets one. @throws InvalidValue if it is missing, blank or too long */
    UserPatch hashed(UserPatch patch) {
        UserPatch.Password password = patch.password();
        return password == null ? patch : patch.passwordHash(hash(password.typed()));
    }

    /**
     * After a create that may have been a repetition.
     *
     * @param hash what this create would have stored
     * @throws AlreadyExists if another password is stored
     */
    void requireSame(User stored, String hash, @Nullable String password) {
        if (!stored.passwordHash().equals(hash) && !encoder.matches(password, stored.passwordHash())) {
            throw AlreadyExists.withId("user", stored.id());
        }
    }
}
