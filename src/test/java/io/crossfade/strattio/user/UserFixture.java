package io.crossfade.strattio.user;

import io.crossfade.strattio.common.MongoStore;
import java.time.Clock;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class UserFixture {

    private UserFixture() {}

    public static UserRepository mongo(MongoStore store, Clock clock, UserDependents dependents) {
        return new MongoUserRepository(store, clock, dependents);
    }

    public static UserRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresUserRepository.class);
    }
}
