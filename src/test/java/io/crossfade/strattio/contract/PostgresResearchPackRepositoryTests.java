package io.crossfade.strattio.contract;

class PostgresResearchPackRepositoryTests extends ResearchPackContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
