package io.crossfade.embedded.sample;

import org.bson.BsonDocument;
import org.bson.BsonString;

/** The sample's organisations. */
record Organisations(long seed, int size) implements Sample {

    static SampleIds ids(long seed) {
        return new SampleIds(seed, "organisations");
    }

    @Override
    public String collection() {
        return "organisations";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "organisations", index);
        BsonDocument organisation = new BsonDocument("_id", ids(seed).id(index))
                .append("name", new BsonString(SampleText.venture(whim) + " Ltd " + index));
        Leftovers.optional(organisation, whim, "settings", SampleJson.document(whim, whim.between(0, 6), 4));
        Leftovers.times(organisation, whim);
        if (whim.oneIn(3)) {
            organisation.append(
                    "billing",
                    new BsonDocument("vat", whim.amount(30))
                            .append("currency", new BsonString(whim.oneIn(2) ? "GBP" : "€")));
        }
        if (whim.oneIn(7)) {
            organisation.append("title", organisation.get("name"));
        }
        Leftovers.add(organisation, whim, "Organisation");
        return organisation;
    }
}
