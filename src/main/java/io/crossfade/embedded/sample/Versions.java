package io.crossfade.embedded.sample;

import org.bson.BsonDocument;

/** Numbers what a plan has in versions: unique within it, and left out of some first ones that stayed the only one. */
final class Versions {

    private Versions() {}

    static void add(BsonDocument document, Whim whim, int index, int size, int plans, long seed) {
        Spread spread = new Spread(plans, 1, 2, 3);
        Spread.Place place = spread.place(index);
        document.append("plan_id", Plans.ids(seed).id(place.parent()));
        boolean onlyOne = spread.goesRoundOnce(size) && place.parent() % 3 == 0;
        if (!onlyOne || !whim.oneIn(3)) {
            document.append("version", whim.whole(place.position() + 1));
        }
    }
}
