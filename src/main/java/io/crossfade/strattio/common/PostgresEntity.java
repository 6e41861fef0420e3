package io.crossfade.strattio.common;

import static java.util.stream.Collectors.joining;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** What Hibernate knows of an entity, for what Spring Data has no word for: an insert that leaves alone what is there, and a change of some fields by name. */
final class PostgresEntity<E> {

    private final EntityManager entities;
    private final EntityPersister persister;
    private final List<String> fields;
    private final String insert;

    PostgresEntity(EntityManager entities, Class<E> type) {
        this.entities = entities;
        persister = entities.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .getEntityDescriptor(type);
        String[] properties = persister.getPropertyNames();
        fields = Stream.of(properties).map(FieldNames::of).toList();
        insert = "insert into " + table() + " (id, " + String.join(", ", properties) + ") values (:id, "
                + Stream.of(properties).map(property -> ":" + property).collect(joining(", "))
                + ") on conflict (id) do nothing";
    }

    /** Named alike. */
    String table() {
        return persister.getJpaEntityName();
    }

    /** How many were inserted: none if the id is taken. */
    int insert(E row) {
        Query statement = entities.createQuery(insert).setParameter("id", id(row));
        for (int i = 0; i < fields.size(); i++) {
            statement.setParameter(persister.getPropertyNames()[i], persister.getValue(row, i));
        }
        return statement.executeUpdate();
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void change(E row, Map<String, @Nullable Object> changes, Clock clock) {
        changes.forEach((field, value) -> persister.setValue(row, fields.indexOf(field), column(value)));
        int updatedAt = fields.indexOf("updated_at");
        if (updatedAt >= 0) {
            Instant last = (Instant) persister.getValue(row, updatedAt);
            persister.setValue(row, updatedAt, Times.nowOrAfter(last, clock));
        }
    }

    List<UUID> idsOf(String reference, UUID parent, int limit) {
        return entities.createQuery(
                        "select r.id from " + table() + " r where r." + reference + " = :parent", UUID.class)
                .setParameter("parent", parent)
                .setMaxResults(limit)
                .getResultList();
    }

    UUID id(E row) {
        return (UUID) persister.getIdentifier(row);
    }

    private static @Nullable Object column(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Id id -> id.uuid();
            case Coded coded -> coded.code();
            case List<?> texts -> texts.toArray(String[]::new);
            default -> value;
        };
    }
}
