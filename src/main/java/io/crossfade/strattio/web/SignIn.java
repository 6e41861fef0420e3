package io.crossfade.strattio.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Turns the configured users into those who may sign in; a start without anybody for the API or the moves is refused. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInProperties.class)
class SignIn {

    private static final Set<Role> NEEDED = Set.of(Role.APP, Role.ADMIN);

    /** Hashes the passwords of Strattio's own users. */
    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    AuthenticationProvider authenticationProvider(SignInProperties properties, PasswordEncoder encoder) {
        DaoAuthenticationProvider provider =
                new DaoAuthenticationProvider(new InMemoryUserDetailsManager(users(properties.users(), encoder)));
        provider.setPasswordEncoder(new RememberingPasswordEncoder(encoder));
        return provider;
    }

    static List<UserDetails> users(Map<String, SignInProperties.User> configured, PasswordEncoder encoder) {
        Set<Role> missing = new TreeSet<>(NEEDED);
        List<UserDetails> users = new ArrayList<>();
        configured.forEach((name, user) -> {
            missing.removeAll(user.roles());
            users.add(User.withUsername(name)
                    .password(hash(name, user, encoder))
                    .roles(user.roles().stream().map(Role::name).toArray(String[]::new))
                    .build());
        });
        if (!missing.isEmpty()) {
            throw new SignInMisconfiguredException(
                    "No user is configured for " + missing + ": nobody could use "
                            + (missing.contains(Role.APP) ? "the API" : "the migration's operations") + ".",
                    "For each role (APP for the API, ADMIN for the operations, VIEWER for a look at them) set"
                            + " 'crossfade.security.users.<name>.roles' and either '.password' or '.password-hash';"
                            + " as environment variables, CROSSFADE_SECURITY_USERS_<NAME>_ROLES and"
                            + " CROSSFADE_SECURITY_USERS_<NAME>_PASSWORD.");
        }
        return users;
    }

    private static String hash(String name, SignInProperties.User user, PasswordEncoder encoder) {
        String property = "'crossfade.security.users." + name + "'";
        if ((user.password() == null) == (user.passwordHash() == null)) {
            throw new SignInMisconfiguredException(
                    "The user at " + property + " has " + (user.password() == null ? "neither" : "both")
                            + " of password and password-hash.",
                    "Set exactly one of them at " + property + ".");
        }
        if (user.password() != null) {
            if (user.password().isBlank()) {
                throw new SignInMisconfiguredException(
                        "The password at " + property + " is empty: nobody could sign in as that user.",
                        "Set 'crossfade.security.users." + name + ".password' to a password, or take the user's"
                                + " settings away.");
            }
            return encoder.encode(user.password());
        }
        if (!user.passwordHash().matches("\\{[a-zA-Z0-9@.]+}.+")) {
            throw new SignInMisconfiguredException(
                    "The password-hash at " + property + " does not begin with its encoder's name in braces.",
                    "Write it as an encoder left it, such as {bcrypt}$2a$10$…, or set password for a password as it is"
                            + " typed.");
        }
        return user.passwordHash();
    }
}
