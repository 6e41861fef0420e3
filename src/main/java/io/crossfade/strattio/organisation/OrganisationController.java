package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The organisations, over HTTP. When one is deleted, its plans stay, and belong to none. */
@RestController
@RequestMapping(OrganisationController.PATH)
@Tag(name = "organisations")
class OrganisationController extends Resource<Organisation, Organisation, OrganisationPatch> {

    static final String PATH = Api.ROOT + "/organisations";

    private final OrganisationRepository organisations;

    OrganisationController(OrganisationRepository organisations) {
        super(organisations, "organisation", PATH);
        this.organisations = organisations;
    }

    @Override
    protected Organisation store(Organisation body) {
        return organisations.create(body);
    }

    @GetMapping
    @Operation(summary = "List all organisations, in the order of their ids")
    Page<Organisation> list(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = Api.LIMIT) int limit) {
        return organisations.list(after, limit);
    }
}
