package io.crossfade.strattio.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.strattio.common.Id;
import io.crossfade.testing.WholeProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Two people who edit the same thing, over HTTP. */
@WholeProgram
class EntityTagTests {

    @Autowired
    private MockMvcTester mvc;

    @Test
    void everyAnswerThatShowsOneBearsItsTag() {
        MvcTestResult created = create("organisations", "{\"name\": \"Guild\"}");
        String path = created.getResponse().getHeader(HttpHeaders.LOCATION);
        String tag = tag(created);
        assertThat(tag).matches("\"[A-Za-z0-9_-]{24}\"");
        assertThat(tag(call("GET", path, "", null, null))).isEqualTo(tag);

        MvcTestResult changed = call("PATCH", path, "{\"name\": \"Club\"}", HttpHeaders.IF_MATCH, tag);
        assertThat(changed).hasStatus(200);
        assertThat(tag(changed)).isNotEqualTo(tag).isEqualTo(tag(call("GET", path, "", null, null)));
        assertThat(call("GET", path, "", HttpHeaders.IF_NONE_MATCH, tag)).hasStatus(200);
        MvcTestResult same = call("GET", path, "", HttpHeaders.IF_NONE_MATCH, tag(changed));
        assertThat(same).hasStatus(304).bodyText().isEmpty();
        assertThat(tag(same)).isEqualTo(tag(changed));
    }

    @Test
    void aVersionBearsItsTag() {
        Id user = Id.next();
        Id plan = Id.next();
        create("users", "{\"id\": \"%s\", \"email\": \"%1$s@example.org\", \"password\": \"p\"}".formatted(user));
        create(
                "plans",
                "{\"id\": \"%s\", \"user_id\": \"%s\", \"name\": \"A plan\", \"intake_data\": {}}"
                        .formatted(plan, user));
        MvcTestResult pack = create("research-packs", "{\"plan_id\": \"%s\", \"data\": {}}".formatted(plan));

        assertThat(tag(call("GET", "/api/plans/" + plan + "/research-packs/1", "", null, null)))
                .isNotNull()
                .isEqualTo(tag(pack));
    }

    @Test
    void anOrderHasNoneAndSaysSo() {
        String path = "/api/plans/" + Id.next() + "/sections/order";

        assertThat(call("PUT", path, "{\"order\": []}", HttpHeaders.IF_MATCH, "\"some\""))
                .hasStatus(400)
                .bodyText()
                .contains("has no ETag");
        assertThat(call("PUT", path, "{\"order\": []}", HttpHeaders.IF_MATCH, "*"))
                .hasStatus(404);
    }

    @Test
    void whoeverComesSecondIsToldToReadAgain() {
        MvcTestResult created = create("organisations", "{\"name\": \"Guild\"}");
        String path = path(created);
        String tag = tag(created);
        assertThat(call("PATCH", path, "{\"name\": \"First\"}", HttpHeaders.IF_MATCH, tag))
                .hasStatus(200);

        for (MvcTestResult late : new MvcTestResult[] {
            call("PATCH", path, "{\"name\": \"Second\"}", HttpHeaders.IF_MATCH, tag),
            call("PATCH", path, "{\"name\": \"Second\"}", HttpHeaders.IF_MATCH, "W/" + tag),
            call("DELETE", path, "", HttpHeaders.IF_MATCH, tag)
        }) {
            assertThat(late).hasStatus(412).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
            assertThat(late).bodyJson().extractingPath("$.type").isEqualTo("urn:strattio:problem:precondition-failed");
            assertThat(late).bodyJson().extractingPath("$.instance").isEqualTo(path);
            assertThat(late).bodyText().contains("read it again");
        }
        MvcTestResult now = call("GET", path, "", null, null);
        assertThat(now).bodyText().contains("First");
        assertThat(call("DELETE", path, "", HttpHeaders.IF_MATCH, tag + ", " + tag(now)))
                .hasStatus(204);
        assertThat(call("DELETE", path, "", HttpHeaders.IF_MATCH, tag(now))).hasStatus(404);
    }

    @Test
    void anyStateWillDoForAStarAndWithoutTheHeader() {
        String path = path(create("organisations", "{\"name\": \"Guild\"}"));

        assertThat(call("PATCH", path, "{\"name\": \"A\"}", HttpHeaders.IF_MATCH, "*"))
                .hasStatus(200);
        assertThat(call("PATCH", path, "{\"name\": \"B\"}", null, null)).hasStatus(200);
        assertThat(call("DELETE", path, "", HttpHeaders.IF_MATCH, "*")).hasStatus(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "\"abc", "\"a\" \"b\"", "*, \"a\"", "\"a\",", "w/\"a\"", ""})
    void aMalformedTagIsRefused(String tag) {
        String path = path(create("organisations", "{\"name\": \"Guild\"}"));

        for (String method : new String[] {"PATCH", "DELETE"}) {
            assertThat(call(method, path, "{\"name\": \"A\"}", HttpHeaders.IF_MATCH, tag))
                    .hasStatus(400)
                    .bodyText()
                    .contains("If-Match must be", "urn:strattio:problem:bad-request");
        }
        assertThat(call("GET", path, "", null, null)).bodyText().contains("Guild");
    }

    private MvcTestResult create(String collection, String body) {
        MvcTestResult created = call("POST", "/api/" + collection, body, null, null);
        assertThat(created).hasStatus(201);
        return created;
    }

    private static String path(MvcTestResult created) {
        return created.getResponse().getHeader(HttpHeaders.LOCATION);
    }

    private static String tag(MvcTestResult answer) {
        return answer.getResponse().getHeader(HttpHeaders.ETAG);
    }

    private MvcTestResult call(String method, String uri, String body, String header, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBasicAuth("app", "app");
        if (header != null) {
            headers.set(header, value);
        }
        return mvc.method(HttpMethod.valueOf(method))
                .uri(uri)
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
