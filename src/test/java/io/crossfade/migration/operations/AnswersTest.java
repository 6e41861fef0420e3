package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.mongodb.MongoTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class AnswersTest {

    @Test
    void aSourceThatIsAwayIsNoFaultOfTheProgram() {
        WebEndpointResponse<Object> answer = Answers.to(() -> {
            throw new IllegalStateException(new MongoTimeoutException("x@y.z"));
        });
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getBody())
                .asString()
                .contains("MongoTimeoutException", "repeat")
                .doesNotContain("x@y.z");
    }

    @Test
    void aFaultOfTheProgramIsNoMatterOfAStore() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Answers.to(() -> {
                    throw new IllegalStateException("no store");
                }));
    }

    /** Red if what was done is answered as failed, and whoever asked repeats it. */
    @Test
    void whatWasDoneIsAnsweredAsDoneThoughNothingMoreCanBeRead() {
        WebEndpointResponse<Object> answer = Answers.to(() -> Audited.afterwards(() -> {
            throw new SQLTransientConnectionException("x@y.z");
        }));
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getBody())
                .asString()
                .contains("done=true", "do not repeat", "all connections that this instance has for this are in use")
                .doesNotContain("x@y.z");
    }

    @Test
    void aPoolWithoutAFreeConnectionIsSaidInWords() {
        WebEndpointResponse<Object> answer = Answers.to(() -> {
            throw new SQLTransientConnectionException("x@y.z");
        });
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getBody())
                .asString()
                .contains("all connections that this instance has for this are in use")
                .doesNotContain("x@y.z", "null");
    }

    @Test
    void whatWasDoneIsAnsweredAsDoneThoughTheAuditIsMissing() {
        WebEndpointResponse<Object> answer = Answers.to(() -> {
            throw new UnauditedException("plans", "backfill", "pause", new SQLException("x@y.z", "08006"));
        });
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getBody()).isInstanceOf(OperationResponseBody.class);
        assertThat(answer.getBody())
                .asString()
                .contains("done=true", "audited=false", "do not repeat", "08006")
                .doesNotContain("x@y.z");
    }
}
