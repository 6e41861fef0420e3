package io.crossfade.strattio.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.Unreadable;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.annotation.JsonDeserialize;

/** How the API's description shows ids, JSON values and changes. */
@Component
class DescribedFields implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        JavaType java = Json31.mapper().constructType(type.getType());
        if (java.hasRawClass(Id.class)) {
            return new StringSchema()
                    .pattern("[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                    .example("665f1c2ab0c3d4e5f6a7b8c9");
        }
        if (java.hasRawClass(Unreadable.class)) {
            return new StringSchema()
                    .description("the id of what this list passes over, as a field of it cannot be read");
        }
        if (java.hasRawClass(Json.class)) {
            return new Schema<>().description("any JSON value").example("{}");
        }
        if (Patch.class.isAssignableFrom(java.getRawClass())) {
            return change(java.getRawClass(), context);
        }
        return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    }

    /** A change has the fields that its builder's methods take. */
    private static Schema<?> change(Class<?> type, ModelConverterContext context) {
        Schema<?> change = new ObjectSchema();
        Class<?> builder = type.getAnnotation(JsonDeserialize.class).builder();
        Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 1 && method.getReturnType() == builder)
                .filter(method -> !method.isAnnotationPresent(JsonIgnore.class))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> change.addProperty(
                        SnakeCaseStrategy.INSTANCE.translate(method.getName()),
                        context.resolve(new AnnotatedType(method.getGenericParameterTypes()[0]).schemaProperty(true))));
        return change;
    }
}
