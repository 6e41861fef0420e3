package io.crossfade.strattio.contract;

class MongoFinancialModelRepositoryTests extends FinancialModelContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
