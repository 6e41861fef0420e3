package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.testing.KeptConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web server that is asked to end while clients keep connections to it. */
@Timeout(120)
class StopPauseTests {

    private static final String READINESS = "/actuator/health/readiness";

    private final ConfigurableApplicationContext service = new SpringApplicationBuilder(Small.class)
            .run(
                    "--server.port=0",
                    "--crossfade.stop.pause=4s",
                    "--management.endpoint.health.group.readiness.include=readinessState");
    private final int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    private final Requests requests = service.getBean(Requests.class);

    @AfterEach
    void stop() {
        requests.mayEnd.countDown();
        service.close();
    }

    @Test
    void servesUntilABalancerHasTurnedAway() throws Exception {
        try (KeptConnection first = new KeptConnection(port);
                KeptConnection second = new KeptConnection(port);
                KeptConnection busy = new KeptConnection(port)) {
            for (KeptConnection kept : List.of(first, second, busy)) {
                assertThat(kept.get("/quick").closes()).isFalse();
            }
            busy.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(requests.began.await(20, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> end = CompletableFuture.runAsync(service::close);

            await("readiness down").pollInterval(Duration.ofMillis(20)).until(() -> newRequest(READINESS) == 503);
            for (KeptConnection kept : List.of(first, second)) {
                KeptConnection.Answered answer = kept.get("/quick");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.closes()).isTrue();
            }
            assertThat(newRequest("/quick")).as("on a new connection").isEqualTo(200);
            await("the pause's end").atMost(Duration.ofSeconds(30)).until(this::isClosed);
            requests.mayEnd.countDown();
            assertThat(busy.receive().body()).isEqualTo("slowly");
            end.get(30, TimeUnit.SECONDS);
        }
    }

    private int newRequest(String path) throws IOException {
        try (KeptConnection connection = new KeptConnection(port)) {
            return connection.get(path).status();
        }
    }

    private boolean isClosed() throws IOException {
        try (KeptConnection connection = new KeptConnection(port)) {
            return false;
        } catch (ConnectException closed) {
            return true;
        }
    }

    @RestController
    static class Requests {

        private final CountDownLatch began = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @GetMapping("/quick")
        String quick() {
            return "quickly";
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            began.countDown();
            mayEnd.await();
            return "slowly";
        }
    }

    /** No store, and nobody signs in. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "io.crossfade.embedded.EmbeddedStoresAutoConfiguration",
                "io.crossfade.embedded.sample.SampleAutoConfiguration",
                "io.crossfade.embedded.sample.traffic.TrafficAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
                "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"
            })
    @Import(Stopping.class)
    static class Small {

        @Bean
        Requests requests() {
            return new Requests();
        }
    }
}
