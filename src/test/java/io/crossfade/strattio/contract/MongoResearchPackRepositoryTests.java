package io.crossfade.strattio.contract;

class MongoResearchPackRepositoryTests extends ResearchPackContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
