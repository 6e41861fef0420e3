package io.crossfade.strattio.user;

import java.time.Clock;
import org.springframework.context.ApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Makes the repositories of this package for tests of others. */
public final class UserFixture {

    private UserFixture() {}

    public static UserRepository mongo(MongoTemplate template, Clock clock, UserDependents dependents) {
        return new MongoUserRepository(template, clock, dependents);
    }

    public static UserRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresUserRepository.class);
    }
}
