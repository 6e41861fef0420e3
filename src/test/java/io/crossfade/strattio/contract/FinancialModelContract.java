package io.crossfade.strattio.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.InvalidValue;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Taken;
import io.crossfade.strattio.financialmodel.FinancialModel;
import io.crossfade.strattio.financialmodel.FinancialModelPatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class FinancialModelContract extends ExpectedContract<FinancialModel, FinancialModelPatch> {

    @Override
    AggregateRepository<FinancialModel, FinancialModelPatch> repository() {
        return stores().financialModels();
    }

    @Override
    FinancialModel stored() {
        return given().model(given().plan().id(), 1);
    }

    @Override
    FinancialModelPatch change(int number) {
        return new FinancialModelPatch().data(Json.of(number));
    }

    @Override
    FinancialModelPatch noChange() {
        return new FinancialModelPatch();
    }

    @Test
    void whatIsCreatedIsFoundByIdAndByVersion() {
        FinancialModel created = given().model(given().plan().id(), 3);

        assertThat(stores().financialModels().find(created.id())).contains(created);
        assertThat(stores().financialModels().findVersion(created.planId(), 3)).contains(created);
        assertThat(stores().financialModels().findVersion(created.planId(), 2)).isEmpty();
    }

    @Test
    void theFirstVersionIsOne() {
        FinancialModel created =
                stores().financialModels().create(Given.newModel(given().plan().id(), null));

        assertThat(created.version()).isEqualTo(1);
        assertThat(stores().financialModels().findVersion(created.planId(), 1)).contains(created);
    }

    @Test
    void aCreateMayBeRepeatedWithTheSameContentOnly() {
        FinancialModel model = Given.newModel(given().plan().id(), 1);
        FinancialModel created = stores().financialModels().create(model);
        stores().financialModels().update(model.id(), new FinancialModelPatch().data(Json.of(Map.of("other", true))));

        assertThat(created.id()).isEqualTo(model.id());
        assertThatThrownBy(() -> stores().financialModels().create(model)).isInstanceOf(AlreadyExists.class);
        stores().financialModels().update(model.id(), new FinancialModelPatch().data(model.data()));
        assertThat(stores().financialModels().create(model).data()).isEqualTo(model.data());
    }

    @Test
    void noTwoOfAPlanShareAVersion() {
        Id plan = given().plan().id();
        FinancialModel first = given().model(plan, 1);

        assertThatThrownBy(() -> given().model(plan, 1))
                .isInstanceOf(Taken.class)
                .hasNoCause();
        assertThat(stores().financialModels().listOf(plan, null, 10).items()).containsExactly(first);
        assertThat(given().model(given().plan().id(), 1).version()).isEqualTo(1);
    }

    @Test
    void itNeedsItsPlan() {
        assertThatThrownBy(() -> given().model(Id.next(), 1))
                .isInstanceOfSatisfying(
                        ParentMissing.class, e -> assertThat(e.field()).isEqualTo("plan_id"));
    }

    @Test
    void theHighestVersionIsListedFirst() {
        Id plan = given().plan().id();
        for (int version : new int[] {2, 10, 1, 4}) {
            given().model(plan, version);
        }

        assertThat(Pages.all(after -> stores().financialModels().listOf(plan, after, 3)))
                .extracting(FinancialModel::version)
                .containsExactly(10, 4, 2, 1);
        assertThat(stores().financialModels().listOf(Id.next(), null, 3).items())
                .isEmpty();
        for (String nonsense : List.of("x", "2", "2_x", "3000000000_" + plan)) {
            assertThatThrownBy(() -> stores().financialModels().listOf(plan, nonsense, 3))
                    .isInstanceOf(InvalidValue.class);
        }
    }

    @Test
    void figuresAreKeptExactly() {
        Json data = Json.parse("{\"profit\": 1234.56, \"years\": [1, 2.5, -0.001], \"rate\": 1e-9}");
        FinancialModel model = given().model(given().plan().id(), 1);
        Moments.after(model.updatedAt());

        FinancialModel changed = stores().financialModels().update(model.id(), new FinancialModelPatch().data(data));

        assertThat(changed.data()).isEqualTo(data);
        assertThat(changed.createdAt()).isEqualTo(model.createdAt());
        assertThat(changed.updatedAt()).isAfter(model.updatedAt());
        assertThat(stores().financialModels().find(model.id())).contains(changed);
    }

    @Test
    void numbersThatAStoreWouldRoundAreRefused() {
        Json data = Json.parse("[0.12345678901234567890123]");

        assertThatThrownBy(() -> new FinancialModelPatch().data(data)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void whatIsDeletedIsGone() {
        FinancialModel model = given().model(given().plan().id(), 1);

        stores().financialModels().delete(model.id());

        assertThat(stores().financialModels().find(model.id())).isEmpty();
        assertThatThrownBy(() -> stores().financialModels().delete(model.id())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().financialModels()
                        .update(model.id(), new FinancialModelPatch().data(Json.emptyObject())))
                .isInstanceOf(NotFound.class);
    }
}
