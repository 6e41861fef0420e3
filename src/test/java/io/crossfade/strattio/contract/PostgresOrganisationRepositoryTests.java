package io.crossfade.strattio.contract;

class PostgresOrganisationRepositoryTests extends OrganisationContract {

    @Override
    Stores stores() {
        return PostgresStores.get();
    }
}
