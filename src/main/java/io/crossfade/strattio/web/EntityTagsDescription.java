package io.crossfade.strattio.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;

/** What the API's description says of entity tags. */
@Configuration(proxyBeanMethods = false)
class EntityTagsDescription {

    @Bean
    OperationCustomizer describedTags() {
        return (operation, method) -> {
            if (method.hasMethodAnnotation(Api.Tagged.class)) {
                operation.getResponses().forEach(EntityTagsDescription::addTag);
                if (method.hasMethodAnnotation(GetMapping.class)) {
                    addIfNoneMatch(operation);
                }
            }
            if (operation.getParameters() != null) {
                operation.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals(HttpHeaders.IF_MATCH))
                        .forEach(ifMatch -> {
                            ifMatch.description("the ETag of what is to be written: then it is written only while it is"
                                    + " as it was read. Without this header, and with *, it is written as it is");
                            operation
                                    .getResponses()
                                    .addApiResponse(
                                            "412",
                                            new ApiResponse()
                                                    .description("It is not as If-Match says; nothing was written. Read"
                                                            + " it again, and send what is still to be done with its ETag"
                                                            + " of then"));
                        });
            }
            return operation;
        };
    }

    private static void addTag(String status, ApiResponse response) {
        if (status.startsWith("2")) {
            response.addHeaderObject(
                    HttpHeaders.ETAG,
                    new Header()
                            .description("names the state that is shown, whichever database serves it")
                            .schema(new StringSchema()));
        }
    }

    private static void addIfNoneMatch(Operation operation) {
        operation.addParametersItem(new HeaderParameter()
                .name(HttpHeaders.IF_NONE_MATCH)
                .description("an ETag: answers 304 while it is as it was then")
                .schema(new StringSchema()));
        operation.getResponses().addApiResponse("304", new ApiResponse().description("It has that ETag"));
    }
}
