package io.crossfade.strattio.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.common.Unreadable;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
            return new Schema<>().description("any JSON value").example(Map.of());
        }
        if (Patch.class.isAssignableFrom(java.getRawClass())) {
            return change(java.getRawClass(), context);
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema != null && java.getRawClass().isRecord()) {
            String reference = schema.get$ref();
            Schema<?> model = reference == null
                    ? schema
                    : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
            if (model != null && model.getProperties() != null) {
                alwaysThere(java.getRawClass())
                        .filter(model.getProperties()::containsKey)
                        .forEach(model::addRequiredItem);
            }
        }
        return schema;
    }

    /** What is neither null nor left out. */
    private static Stream<String> alwaysThere(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .filter(component -> !component.getAccessor().isAnnotationPresent(JsonInclude.class))
                .map(component -> SnakeCaseStrategy.INSTANCE.translate(component.getName()));
    }

    /** What one is created from has the fields that its creator takes. Empty if the creator says of none that it is required. */
    static Optional<Schema<?>> created(Class<?> type) {
        return Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> method.isAnnotationPresent(JsonCreator.class)),
                        Arrays.stream(type.getDeclaredConstructors()))
                .filter(creator -> Arrays.stream(creator.getParameters())
                        .anyMatch(field -> field.isAnnotationPresent(Required.class)))
                .findFirst()
                .map(DescribedFields::created);
    }

    private static Schema<?> created(Executable creator) {
        Schema<?> created = new ObjectSchema();
        for (Parameter field : creator.getParameters()) {
            String name = SnakeCaseStrategy.INSTANCE.translate(field.getName());
            created.addProperty(
                    name,
                    ModelConverters.getInstance(true)
                            .resolveAsResolvedSchema(new AnnotatedType(field.getParameterizedType()))
                            .schema);
            if (field.isAnnotationPresent(Required.class)) {
                created.addRequiredItem(name);
            }
        }
        return created;
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
