package io.crossfade.strattio.contract;

class MongoUserRepositoryTests extends UserContract {

    @Override
    Stores stores() {
        return MongoStores.get();
    }
}
