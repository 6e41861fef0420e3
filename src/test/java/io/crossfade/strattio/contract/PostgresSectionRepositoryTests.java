package io.crossfade.strattio.contract;

class PostgresSectionRepositoryTests extends SectionContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
