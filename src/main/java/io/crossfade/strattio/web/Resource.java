package io.crossfade.strattio.web;

import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.Patch;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * An aggregate over HTTP: what all controllers have in common.
 *
 * @param <B> what one is created from
 */
public abstract class Resource<B, T extends Aggregate<T>, P extends Patch<P>> {

    private final AggregateRepository<T, P> repository;
    private final String kind;
    private final String path;

    /**
     * @param kind one of them, as people call it: "user"
     * @param path where the class is mapped
     */
    protected Resource(AggregateRepository<T, P> repository, String kind, String path) {
        this.repository = repository;
        this.kind = kind;
        this.path = path;
    }

    /** Stores a new one. */
    protected abstract T store(B body);

    /** The change to make. */
    protected P toStore(P patch) {
        return patch;
    }

    @PostMapping
    @Api.Created
    @Api.Tagged
    @Api.MayConflict
    @Operation(summary = "Create one", description = Api.REPEATABLE)
    public ResponseEntity<T> create(@RequestBody B body) {
        T created = store(body);
        return EntityTags.answer(ResponseEntity.created(URI.create(path + "/" + created.id())), created);
    }

    @GetMapping("/{id}")
    @Api.MayBeMissing
    @Api.Tagged
    @Operation(summary = "Read one")
    public ResponseEntity<T> read(@PathVariable Id id) {
        return EntityTags.answer(ResponseEntity.ok(), repository.find(id).orElseThrow(() -> NotFound.of(kind, id)));
    }

    @PatchMapping("/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Api.Tagged
    @Operation(summary = "Change part of one", description = Api.PARTIAL)
    public ResponseEntity<T> change(
            @PathVariable Id id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody P body) {
        Expected expected = EntityTags.expected(ifMatch);
        return EntityTags.answer(ResponseEntity.ok(), repository.update(id, toStore(body), expected));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete one with all that belongs to it")
    public void delete(
            @PathVariable Id id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        repository.delete(id, EntityTags.expected(ifMatch));
    }
}
