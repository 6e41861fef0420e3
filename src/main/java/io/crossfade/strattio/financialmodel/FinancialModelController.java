package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.plan.VersionController;
import io.crossfade.strattio.web.Api;
import io.crossfade.strattio.web.Resource;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The financial models of the plans, over HTTP. */
@RestController
@RequestMapping(FinancialModelController.PATH)
@Tag(name = "financial models")
class FinancialModelController extends Resource<FinancialModel, FinancialModel, FinancialModelPatch> {

    static final String PATH = Api.ROOT + "/financial-models";

    private final FinancialModelRepository models;

    FinancialModelController(FinancialModelRepository models) {
        super(models, "financial model", PATH);
        this.models = models;
    }

    @Override
    protected FinancialModel store(FinancialModel body) {
        return models.create(body);
    }

    /** A plan's. */
    @RestController
    @RequestMapping(Api.ROOT + "/plans/{id}/financial-models")
    @Tag(name = "financial models")
    static class OfPlan extends VersionController<FinancialModel> {

        OfPlan(FinancialModelRepository models) {
            super(models, "financial model");
        }
    }
}
