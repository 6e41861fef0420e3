package io.crossfade.embedded.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.CrossfadeApplication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TourProgramTests {

    private static final String[] SMALL = {
        TourProgram.NAME,
        "--crossfade.sample.sizes.users=20",
        "--crossfade.sample.sizes.organisations=5",
        "--crossfade.sample.sizes.plans=40",
        "--crossfade.sample.sizes.sections=120",
        "--crossfade.sample.sizes.research-packs=20",
        "--crossfade.sample.sizes.financial-models=20",
        "--crossfade.traffic.per-second=60",
        "--crossfade.control.retention=1s"
    };

    @Test
    void goesThereAndBackAndFindsEveryWriteWithTheActionsThatAdoptersGrant(CapturedOutput output) throws Exception {
        MongoActions used = new MongoActions();
        Recorded.ACTIONS.set(used);
        assertThat(TourProgram.run(Recorded.class, SMALL))
                .as("the tour's exit code; it printed:%n%s", output)
                .isZero();
        assertThat(output.getOut())
                .contains("to MONGO_REMOVED", "0 contradicted", "The tour ended well")
                .doesNotContain("FAILED");
        assertThat(used.used())
                .as("actions that MongoDB asks for, all of them in the table of docs/adopt.md")
                .contains("a unit's collection: find", "the database: changeStream", "crossfade_fence: update")
                .isSubsetOf(MongoActions.documented());
    }

    /** The service, with what it asks of MongoDB written down. */
    @Import(CrossfadeApplication.class)
    static class Recorded {

        static final AtomicReference<MongoActions> ACTIONS = new AtomicReference<>();

        @Bean
        MongoClientSettingsBuilderCustomizer recordsCommands() {
            return settings -> settings.addCommandListener(ACTIONS.get());
        }
    }

    @Test
    void failsIfTheServiceAcknowledgesADeletionThatItDoesNotMake(CapturedOutput output) throws Exception {
        assertThat(TourProgram.run(Forgetful.class, SMALL))
                .as("the tour's exit code; it printed:%n%s", output)
                .isOne();
        assertThat(output.getOut())
                .contains("The tour FAILED", "was deleted", "in the store, and was deleted")
                .doesNotContain("; 0 contradicted");
    }

    /** The service, but for the deletion of sections. */
    @Import({CrossfadeApplication.class, Forgetting.class})
    static class Forgetful {}

    static class Forgetting extends OncePerRequestFilter implements Ordered {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getMethod().equals("DELETE") && request.getRequestURI().startsWith("/api/sections/")) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else {
                chain.doFilter(request, response);
            }
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }
}
