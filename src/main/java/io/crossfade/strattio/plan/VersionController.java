package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.EntityTags;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A plan's versions, over HTTP. */
public abstract class VersionController<T extends Version<T>> extends PlanPartController<T> {

    private final VersionRepository<T, ?> versions;
    private final String kind;

    protected VersionController(VersionRepository<T, ?> versions, String kind) {
        super(versions);
        this.versions = versions;
        this.kind = kind;
    }

    @GetMapping("/{version}")
    @Api.MayBeMissing
    @Api.Tagged
    @Operation(summary = "Read the one of a plan and a version")
    public ResponseEntity<T> version(@PathVariable Id id, @PathVariable int version) {
        T found = versions.findVersion(id, version)
                .orElseThrow(() -> Api.missing("Plan " + id + " has no " + kind + " of version " + version));
        return EntityTags.answer(ResponseEntity.ok(), found);
    }
}
