package io.crossfade.strattio.user;

import io.crossfade.migration.Router;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class UserFixture {

    private UserFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static UserRepository mongo(ApplicationContext context, Router router, UserDependents dependents) {
        return new DualWriteUserRepository(
                router,
                context.getBean(MongoUserRepository.class),
                context.getBean(PostgresUserRepository.class),
                new StaticListableBeanFactory(Map.of("dependents", dependents)).getBeanProvider(UserDependents.class));
    }

    public static UserRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresUserRepository.class);
    }
}
