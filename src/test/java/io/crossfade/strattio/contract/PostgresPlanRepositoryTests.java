package io.crossfade.strattio.contract;

class PostgresPlanRepositoryTests extends PlanContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
