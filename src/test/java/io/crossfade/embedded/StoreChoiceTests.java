package io.crossfade.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.mock.env.MockEnvironment;

class StoreChoiceTests {

    private static final String POSTGRES = "spring.datasource.url";
    private static final String MONGO = "spring.mongodb.uri";
    private static final String USERS = "crossfade.security.users";

    @Test
    void neitherMeansEmbeddedAndBothMeanReal() {
        assertThat(StoreChoice.of(new MockEnvironment())).isEqualTo(StoreChoice.EMBEDDED);
        assertThat(StoreChoice.of(new MockEnvironment()
                        .withProperty(POSTGRES, "jdbc:postgresql://db/x")
                        .withProperty(MONGO, "mongodb://m/x")))
                .isEqualTo(StoreChoice.REAL);
    }

    @Test
    void oneOfTwoStopsTheStartAndSaysWhatToDo() {
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .build();

        assertThatExceptionOfType(HalfConfiguredStoresException.class)
                .isThrownBy(() -> application.run("--" + MONGO + "=mongodb://secret:secret@m/x"))
                .satisfies(e -> {
                    var analysis = new HalfConfiguredStoresFailureAnalyzer().analyze(e, e);
                    assertThat(analysis.getDescription())
                            .contains("'" + MONGO + "'", "'" + POSTGRES + "' is not set")
                            .doesNotContain("secret");
                    assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL", "SPRING_MONGODB_URI");
                });
    }

    @Test
    void embeddedStoresComeWithAUserPerRoleAndANewPasswordAtEachStart() {
        assertThat(users(prepared(new MockEnvironment())))
                .contains("app", "viewer", "admin")
                .isNotEqualTo(users(prepared(new MockEnvironment())));
    }

    @Test
    void configuredUsersAreNotJoinedByMadeUpOnes() {
        assertThat(users(prepared(new MockEnvironment().withProperty(USERS + ".me.password", "p"))))
                .contains("me")
                .doesNotContain("admin");
    }

    @Test
    void realStoresBringNoMadeUpUser() {
        assertThat(prepared(new MockEnvironment()
                                .withProperty(POSTGRES, "jdbc:postgresql://db/x")
                                .withProperty(MONGO, "mongodb://m/x"))
                        .getPropertySources()
                        .contains(EmbeddedEnvironment.SOURCE))
                .isFalse();
    }

    private static ConfigurableEnvironment prepared(ConfigurableEnvironment environment) {
        new EmbeddedEnvironment().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    private static String users(ConfigurableEnvironment environment) {
        return Binder.get(environment)
                .bind(USERS, Bindable.mapOf(String.class, Object.class))
                .get()
                .toString();
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
