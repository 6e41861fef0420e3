package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The organisations, over HTTP. */
@RestController
@RequestMapping(Api.ROOT)
@Tag(name = "organisations")
class OrganisationController {

    private final OrganisationRepository organisations;

    OrganisationController(OrganisationRepository organisations) {
        this.organisations = organisations;
    }

    @PostMapping("/organisations")
    @Api.Created
    @Api.MayConflict
    @Operation(summary = "Create an organisation", description = Api.REPEATABLE)
    ResponseEntity<Organisation> create(@RequestBody NewOrganisation body) {
        Organisation created = organisations.create(body);
        return Api.created("/organisations", created.id(), created);
    }

    @GetMapping("/organisations/{id}")
    @Api.MayBeMissing
    @Operation(summary = "Read an organisation")
    Organisation read(@PathVariable Id id) {
        return organisations.find(id).orElseThrow(() -> OrganisationNotFound.withId(id));
    }

    @PatchMapping("/organisations/{id}")
    @Api.MayBeMissing
    @Api.MayConflict
    @Operation(summary = "Change part of an organisation", description = Api.PARTIAL)
    Organisation change(@PathVariable Id id, @RequestBody OrganisationPatch body) {
        return organisations.update(id, body);
    }

    @DeleteMapping("/organisations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Api.MayBeMissing
    @Operation(summary = "Delete an organisation; its plans stay, and belong to none")
    void delete(@PathVariable Id id) {
        organisations.delete(id);
    }

    @GetMapping("/organisations")
    @Operation(summary = "List all organisations, in the order of their ids")
    Page<Organisation> list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return organisations.list(after, limit);
    }
}
