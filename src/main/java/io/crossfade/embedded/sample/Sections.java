package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The sample's sections: three to nine per plan, numbered from 0 or, in old plans, from 1. */
record Sections(long seed, int size, int plans) implements Sample {

    private static final List<String> TYPES = List.of(
            "executive_summary",
            "market_analysis",
            "competition",
            "operations",
            "team",
            "financial_plan",
            "risks",
            "custom");

    static SampleIds ids(long seed) {
        return new SampleIds(seed, "sections");
    }

    @Override
    public String collection() {
        return "sections";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "sections", index);
        Spread.Place place = new Spread(plans, 6, 3, 9, 5, 7, 6).place(index);
        int order = place.position() + (place.parent() % 4 == 0 ? 1 : 0);
        int words = whim.between(30, 90);
        BsonDocument section = new BsonDocument("_id", ids(seed).id(index))
                .append("plan_id", Plans.ids(seed).id(place.parent()))
                .append("section_type", new BsonString(whim.pick(TYPES)))
                .append("title", new BsonString(SampleText.words(whim, whim.between(1, 5))))
                .append("content", new BsonString(whim.oneIn(200) ? "" : SampleText.prose(whim, words)))
                .append("order_index", whim.whole(order));
        Leftovers.optional(section, whim, "word_count", whim.whole(words));
        Leftovers.optional(section, whim, "ai_generated", BsonBoolean.valueOf(!whim.oneIn(5)));
        Leftovers.optional(section, whim, "edited_by_user", BsonBoolean.valueOf(whim.oneIn(3)));
        Leftovers.times(section, whim);
        if (whim.oneIn(4)) {
            Leftovers.optional(section, whim, "generation_metadata", SampleJson.document(whim, 3, 3));
        }
        if (whim.oneIn(3)) {
            section.append("data_citations", citations(whim));
        }
        if (whim.oneIn(10)) {
            section.append("order", new BsonInt32(order)).append("heading", section.get("title"));
        }
        Leftovers.add(section, whim, "Section");
        return section;
    }

    /** A list of sources today; their names alone, or one document, before. */
    private static BsonValue citations(Whim whim) {
        return switch (whim.below(4)) {
            case 0 -> SampleJson.strings(whim, whim.below(3));
            case 1 -> SampleJson.document(whim, 2, 2);
            default ->
                new BsonArray(List.of(new BsonDocument("source", new BsonString("ONS " + whim.between(2015, 2026)))
                        .append("url", new BsonString("https://data.example/" + whim.below(1000)))
                        .append("confidence", whim.amount(1))));
        };
    }
}
