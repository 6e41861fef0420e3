package io.crossfade.strattio.contract;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.financialmodel.FinancialModel;
import io.crossfade.strattio.organisation.Organisation;
import io.crossfade.strattio.plan.Plan;
import io.crossfade.strattio.researchpack.ResearchPack;
import io.crossfade.strattio.section.Section;
import io.crossfade.strattio.user.User;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a test starts from. Everything is new, so that tests share stores without meeting. */
record Given(Stores stores) {

    static User newUser() {
        Id id = Id.next();
        return User.of(id, id + "@example.org", "{noop}hash", "Ada", null, null, null, null);
    }

    static Plan newPlan(Id userId) {
        return Plan.of(null, userId, null, "Bakery", null, null, Json.of(Map.of("city", "Leeds")), null, null, null);
    }

    static Section newSection(Id planId, int place) {
        return Section.of(null, planId, "summary", "Part " + place, "Text", 1, place, null, null, null, null);
    }

    static ResearchPack newPack(Id planId, Integer version) {
        return ResearchPack.of(
                null, planId, version, null, Json.of(Map.of("rent", 12)), 80, List.of("a", "b"), null, null, null);
    }

    static FinancialModel newModel(Id planId, Integer version) {
        return FinancialModel.of(null, planId, version, Json.of(Map.of("profit", 3)));
    }

    User user() {
        return stores.users().create(newUser());
    }

    Organisation organisation() {
        return stores.organisations().create(Organisation.of(null, "Guild", null));
    }

    Plan plan() {
        return stores.plans().create(newPlan(user().id()));
    }

    Section section(Id planId, int place) {
        return stores.sections().create(newSection(planId, place));
    }

    List<Section> sections(Id planId, int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> section(planId, place))
                .toList();
    }

    ResearchPack pack(Id planId, int version) {
        return stores.researchPacks().create(newPack(planId, version));
    }

    FinancialModel model(Id planId, int version) {
        return stores.financialModels().create(newModel(planId, version));
    }
}
