package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mockingDetails;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Unreadable;
import io.crossfade.strattio.common.UnreadableDocument;
import io.crossfade.strattio.financialmodel.FinancialModelRepository;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.plan.PlanRepository;
import io.crossfade.strattio.researchpack.ResearchPackRepository;
import io.crossfade.strattio.section.SectionOrderMismatch;
import io.crossfade.strattio.section.SectionRepository;
import io.crossfade.strattio.user.UserRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What each failure becomes, with repositories that fail on purpose. */
@WebMvcTest(
        properties = {
            "crossfade.security.users.it.password=it",
            "crossfade.security.users.it.roles=APP,ADMIN",
        },
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.crossfade\\.strattio\\.(web\\..*|user\\.Passwords)"))
@ExtendWith(OutputCaptureExtension.class)
class ProblemTests {

    private static final String ID = "665f1c2ab0c3d4e5f6a7b8c9";
    private static final String PLAN = "/api/plans/" + ID;

    @TestConfiguration
    static class Metrics {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private MeterRegistry meters;

    @MockitoBean
    private UserRepository users;

    @MockitoBean
    private OrganisationRepository organisations;

    @MockitoBean
    private PlanRepository plans;

    @MockitoBean
    private SectionRepository sections;

    @MockitoBean
    private ResearchPackRepository packs;

    @MockitoBean
    private FinancialModelRepository models;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"nmae": "x"}              | 400 | There is no field 'nmae' here.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"user_id": "x"}            | 400 | There is no field 'user_id' here.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"name": ["geheim"]}       | 400 | The field 'name' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | ["geheim"]                 | 400 | The body is of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"name": "geheim           | 400 | The body is no JSON
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"name": 5}                | 400 | The field 'name' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"name": true}             | 400 | The field 'name' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"status": 1}              | 400 | The field 'status' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"completed_at": 1700000000} | 400 | The field 'completed_at' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"completed_at": "1700000000"} | 400 | The field 'completed_at' has a value of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"completed_at": ""}       | 400 | The field 'completed_at' has a value of the wrong kind.
            PATCH | /api/sections/665f1c2ab0c3d4e5f6a7b8c9 | {"word_count": 2.5}     | 400 | The field 'word_count' has a value of the wrong kind.
            PATCH | /api/sections/665f1c2ab0c3d4e5f6a7b8c9 | {"word_count": "7"}     | 400 | The field 'word_count' has a value of the wrong kind.
            PATCH | /api/sections/665f1c2ab0c3d4e5f6a7b8c9 | {"word_count": 99999999999} | 400 | The field 'word_count' has a value of the wrong kind.
            PATCH | /api/sections/665f1c2ab0c3d4e5f6a7b8c9 | {"ai_generated": "true"} | 400 | The field 'ai_generated' has a value of the wrong kind.
            PATCH | /api/sections/665f1c2ab0c3d4e5f6a7b8c9 | {"ai_generated": 1}     | 400 | The field 'ai_generated' has a value of the wrong kind.
            POST  | /api/sections                       | {"order_index": 2.5}       | 400 | The field 'order_index' has a value of the wrong kind.
            POST  | /api/sections                       | {"order_index": 99999999999} | 400 | The field 'order_index' has a value of the wrong kind.
            POST  | /api/plans                          | {"name": true}             | 400 | The field 'name' has a value of the wrong kind.
            POST  | /api/plans                          | {"user_id": 5}             | 400 | The field 'user_id' has a value of the wrong kind.
            POST  | /api/plans                          | {"completed_at": 5}        | 400 | The field 'completed_at' has a value of the wrong kind.
            POST  | /api/research-packs                 | {"data_sources": ["a", 5]} | 400 | The field 'data_sources.1' has a value of the wrong kind.
            POST  | /api/users                          | {"email": 5, "password": "geheim"} | 400 | The field 'email' has a value of the wrong kind.
            POST  | /api/users                          | {"email": "geheim", "password": "geheim"} | 422 | 'email' must be an e-mail address.
            PATCH | /api/users/665f1c2ab0c3d4e5f6a7b8c9 | {"email": "ge heim@x.org"} | 422 | 'email' must be an e-mail address.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | 5                          | 400 | The body is of the wrong kind.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {} {"geheim": 1}           | 400 | The body is no JSON
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 |                            | 400 | The body is missing or cannot be read.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"status": "geheim"}       | 422 | 'status' must be one of draft, generating, complete, failed, archived.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"name": null}             | 422 | 'name' must be given.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"organisation_id": "ge-"}  | 422 | 'organisation_id' must be 24 hexadecimal digits or a UUID.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"error": "a\\u0000geheim"} | 422 | 'error' must not hold the character U+0000.
            PATCH | /api/users/665f1c2ab0c3d4e5f6a7b8c9 | {"password_hash": "geheim"} | 400 | There is no field 'password_hash' here.
            PATCH | /api/users/665f1c2ab0c3d4e5f6a7b8c9 | {"password": " "}          | 422 | 'password' must not be blank.
            POST  | /api/users                          | {"email": "geheim@x.org"}  | 422 | 'password' must be given.
            POST  | /api/plans                          | {"name": "geheim"}         | 422 | 'user_id' must be given.
            PATCH | /api/plans/665f1c2ab0c3d4e5f6a7b8c9 | {"intake_data": 1e10000000} | 422 | 'intake_data' must not hold a number that needs more digits than a double has.
            PUT   | /api/plans/665f1c2ab0c3d4e5f6a7b8c9/sections/order | {"order": [null]} | 422 | 'order' must not hold null.
            GET   | /api/plans/665f-                    |                            | 400 | In the address, 'id' must be 24 hexadecimal digits or a UUID.
            GET   | /api/users?limit=geheim             |                            | 400 | In the address, 'limit' is of the wrong kind.
            GET   | /api/none                           |                            | 404 |
            PUT   | /api/plans                          | {}                         | 405 |
            """)
    void saysWhatIsWrongWithoutTheValue(String method, String uri, String body, int status, String detail) {
        MvcTestResult answer = call(method, uri, body == null ? "" : body);

        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyText().contains(detail == null ? "" : detail).doesNotContain("geheim");
        assertThat(answer).bodyJson().extractingPath("$.type").asString().startsWith("urn:strattio:problem:");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.instance")
                .isEqualTo(URI.create(uri).getPath());
        assertThat(mockingDetails(plans).getInvocations()).isEmpty();
        assertThat(mockingDetails(users).getInvocations()).isEmpty();
    }

    @Test
    void aBodyThatIsNestedTooDeeplyIsJsonAllTheSame() {
        assertThat(call("PATCH", PLAN, "{\"intake_data\": " + "[".repeat(2000) + "]".repeat(2000) + "}"))
                .hasStatus(400)
                .bodyText()
                .contains("nested too deeply");
    }

    @Test
    void anotherContentTypeIsRefused() {
        assertThat(mvc.post()
                        .uri("/api/plans")
                        .headers(signedIn())
                        .contentType(MediaType.TEXT_PLAIN)
                        .content("{}"))
                .hasStatus(415)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void absentIs404() {
        given(plans.update(any(), any(), any())).willThrow(NotFound.of("plan", Id.of(ID)));

        assertThat(call("PATCH", PLAN, "{}"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.detail")
                .asString()
                .contains(ID);
        assertThat(call("GET", PLAN, "")).hasStatus(404);
        assertThat(call("GET", PLAN + "/research-packs/3", ""))
                .hasStatus(404)
                .bodyText()
                .contains("no research pack of version 3");
    }

    @Test
    void contradictionsAre409AndMissingParents422() {
        given(plans.update(any(), any(), any())).willThrow(AlreadyExists.withId("plan", Id.of(ID)));
        given(models.listOf(any(), any(), anyInt())).willThrow(ParentMissing.of("plan_id", "plan", Id.of(ID)));
        org.mockito.BDDMockito.willThrow(SectionOrderMismatch.of(Id.of(ID)))
                .given(sections)
                .reorder(any(), any());

        assertThat(call("PATCH", PLAN, "{}")).hasStatus(409);
        assertThat(call("PUT", PLAN + "/sections/order", "{\"order\": []}")).hasStatus(409);
        assertThat(call("PUT", PLAN + "/sections/order", "{}")).hasStatus(422);
        assertThat(call("GET", PLAN + "/financial-models", ""))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.field")
                .isEqualTo("plan_id");
    }

    @Test
    void whatCannotBeReadIsNamedAndLoggedOnce(CapturedOutput output) {
        Unreadable what = new Unreadable("plans", ID, "status");
        given(plans.find(any())).willThrow(UnreadableDocument.of(what, "plan"));
        given(users.list(any(), anyInt())).willReturn(new Page<>(List.of(), null, List.of(what)));
        given(organisations.list(any(), anyInt())).willReturn(new Page<>(List.of(), null));

        MvcTestResult answer = call("GET", PLAN, "");

        assertThat(answer).hasStatus(409).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer)
                .bodyJson()
                .isLenientlyEqualTo(
                        "{\"type\": \"urn:strattio:problem:unreadable\", \"title\": \"Unreadable\", \"unit\":"
                                + " \"plans\", \"id\": \"" + ID + "\", \"field\": \"status\"}");
        assertThat(call("GET", "/api/users", "")).bodyJson().isLenientlyEqualTo("{\"unreadable\": [\"" + ID + "\"]}");
        assertThat(call("GET", "/api/organisations", "")).bodyJson().doesNotHavePath("$.unreadable");
        assertThat(output.getOut().split("field 'status' holds no value", -1)).hasSize(2);
        assertThat(meters.counter("strattio.unreadable", "unit", "plans", "field", "status")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void unavailableSaysWhenToRepeat() {
        given(plans.find(any()))
                .willThrow(new UnavailableException(
                        "the store is away", Duration.ofMillis(2500), new SQLException("geheim")));

        MvcTestResult answer = call("GET", PLAN, "");

        assertThat(answer).hasStatus(503).headers().hasValue(HttpHeaders.RETRY_AFTER, "3");
        assertThat(answer).bodyText().contains("Unavailable").doesNotContain("geheim", "the store is away");
    }

    @Test
    void unavailableSaysWhy() {
        given(plans.find(any()))
                .willThrow(new UnavailableException(
                        "", "PostgreSQL: SQLSTATE 53100, its disk is full", Duration.ofSeconds(1), null));

        assertThat(call("GET", PLAN, ""))
                .hasStatus(503)
                .bodyJson()
                .extractingPath("$.reason")
                .isEqualTo("PostgreSQL: SQLSTATE 53100, its disk is full");
    }

    @Test
    void anUnknownOutcomeIsNeverCalledDone() {
        given(plans.update(any(), any(), any()))
                .willThrow(new OutcomeUnknownException("no answer came", new SQLException("geheim")));

        MvcTestResult answer = call("PATCH", PLAN, "{}");

        assertThat(answer).hasStatus(503).headers().containsHeader(HttpHeaders.RETRY_AFTER);
        assertThat(answer).bodyJson().extractingPath("$.title").isEqualTo("Outcome unknown");
        assertThat(answer).bodyText().doesNotContain("geheim", "no answer came");
    }

    @Test
    void theUnexpectedTellsAnIncidentAndNothingElse(CapturedOutput output) {
        given(plans.find(any()))
                .willThrow(new IllegalStateException("geheim1", new SQLException("Key (email)=(geheim2)")));

        MvcTestResult answer = call("GET", PLAN, "");

        assertThat(answer).hasStatus(500).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyText().contains("incident").doesNotContain("geheim");
        assertThat(output)
                .contains("Caused by: java.sql.SQLException", "incident")
                .doesNotContain("geheim");
    }

    private MvcTestResult call(String method, String uri, String body) {
        return mvc.method(HttpMethod.valueOf(method))
                .uri(uri)
                .headers(signedIn())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static HttpHeaders signedIn() {
        HttpHeaders headers = new HttpHeaders();
        headers.setBasicAuth("it", "it");
        return headers;
    }
}
