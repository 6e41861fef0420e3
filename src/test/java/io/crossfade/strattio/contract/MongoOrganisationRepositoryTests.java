package io.crossfade.strattio.contract;

class MongoOrganisationRepositoryTests extends OrganisationContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
