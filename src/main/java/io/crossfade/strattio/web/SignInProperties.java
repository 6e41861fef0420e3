package io.crossfade.strattio.web;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Who may sign in. */
@ConfigurationProperties("crossfade.security")
record SignInProperties(@DefaultValue Map<String, User> users) {

    /**
     * One of password and passwordHash is given.
     *
     * @param password as it is typed
     * @param passwordHash as an encoder left it, such as <code>{bcrypt}$2a$…</code>
     */
    record User(
            @Nullable String password,
            @Nullable String passwordHash,
            @DefaultValue Set<Role> roles) {

        /** Without the password. */
        @Override
        public String toString() {
            return "User" + roles;
        }
    }
}
