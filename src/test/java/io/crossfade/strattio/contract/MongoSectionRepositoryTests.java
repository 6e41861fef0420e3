package io.crossfade.strattio.contract;

class MongoSectionRepositoryTests extends SectionContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
