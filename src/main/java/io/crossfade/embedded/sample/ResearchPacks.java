package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The sample's research packs: up to three versions for every other plan. */
record ResearchPacks(long seed, int size, int plans) implements Sample {

    private static final List<String> STATUSES = List.of("pending", "ready", "ready", "stale", "FAILED (v1)");

    @Override
    public String collection() {
        return "research_packs";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "research_packs", index);
        BsonDocument pack = new BsonDocument("_id", new SampleIds(seed, "research_packs").id(index));
        Versions.add(pack, whim, index, size, plans, seed);
        Leftovers.optional(pack, whim, "status", new BsonString(whim.pick(STATUSES)));
        pack.append("data", data(whim));
        Leftovers.optional(pack, whim, "quality_score", whim.whole(whim.between(0, 100)));
        Leftovers.optional(pack, whim, "data_sources", SampleJson.strings(whim, whim.below(5)));
        Leftovers.optional(pack, whim, "missing_data", SampleJson.strings(whim, whim.below(3)));
        long retrieved = whim.time();
        Leftovers.optional(pack, whim, "retrieved_at", new BsonDateTime(retrieved));
        Leftovers.optional(pack, whim, "expires_at", whim.timeAfter(retrieved));
        if (whim.oneIn(3)) {
            pack.append("created_at", new BsonDateTime(retrieved)).append("score", whim.amount(1));
        }
        Leftovers.add(pack, whim, "ResearchPack");
        return pack;
    }

    private static BsonValue data(Whim whim) {
        BsonArray competitors = new BsonArray();
        for (int i = whim.below(5); i > 0; i--) {
            competitors.add(new BsonDocument("name", new BsonString(SampleText.venture(whim)))
                    .append("revenue", whim.amount(9_000_000))
                    .append("facts", SampleJson.document(whim, 3, 3)));
        }
        return new BsonDocument(
                        "market", new BsonDocument("size", whim.amount(2_000_000)).append("cagr", whim.amount(1)))
                .append("competitors", competitors)
                .append("summary", new BsonString(SampleText.prose(whim, 40)));
    }
}
