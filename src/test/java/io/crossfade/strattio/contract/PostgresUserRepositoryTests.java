package io.crossfade.strattio.contract;

class PostgresUserRepositoryTests extends UserContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
