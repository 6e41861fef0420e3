package io.crossfade.strattio.contract;

class MongoPlanRepositoryTests extends PlanContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
