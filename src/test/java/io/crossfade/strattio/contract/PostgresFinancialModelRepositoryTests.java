package io.crossfade.strattio.contract;

class PostgresFinancialModelRepositoryTests extends FinancialModelContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
