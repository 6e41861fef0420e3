package io.crossfade.embedded.sample;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The whole sample, made from a seed. */
public final class SampleData {

    private static final int BATCH = 1000;

    private final long seed;
    private final SampleSizes sizes;
    private final List<Sample> samples;

    public SampleData(long seed, SampleSizes sizes) {
        this.seed = seed;
        this.sizes = sizes;
        this.samples = List.of(
                new Users(seed, sizes.users()),
                new Organisations(seed, sizes.organisations()),
                new Plans(seed, sizes.plans(), sizes.users(), sizes.organisations()),
                new Sections(seed, sizes.sections(), sizes.plans()),
                new ResearchPacks(seed, sizes.researchPacks(), sizes.plans()),
                new FinancialModels(seed, sizes.financialModels(), sizes.plans()));
    }

    /**
     * Inserts all of it, unless any of the collections holds something.
     *
     * @return how many documents went into each collection; empty if nothing was done
     */
    public Map<String, Integer> loadInto(MongoDatabase database) {
        for (Sample sample : samples) {
            if (collection(database, sample).find().limit(1).first() != null) {
                return Map.of();
            }
        }
        Map<String, Integer> loaded = new LinkedHashMap<>();
        for (Sample sample : samples) {
            load(sample, collection(database, sample));
            loaded.put(sample.collection(), sample.size());
        }
        return loaded;
    }

    /** Where the API shows the first plans and the first sections, so many of each. */
    public List<String> paths(int most) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < Math.min(most, sizes.plans()); i++) {
            paths.add("/api/plans/" + text(Plans.ids(seed).id(i)));
        }
        for (int i = 0; i < Math.min(most, sizes.sections()); i++) {
            paths.add("/api/sections/" + text(Sections.ids(seed).id(i)));
        }
        return paths;
    }

    private static String text(BsonValue id) {
        return id.isObjectId()
                ? id.asObjectId().getValue().toHexString()
                : id.asBinary().asUuid().toString();
    }

    List<Sample> samples() {
        return samples;
    }

    private static MongoCollection<BsonDocument> collection(MongoDatabase database, Sample sample) {
        return database.getCollection(sample.collection(), BsonDocument.class);
    }

    private static void load(Sample sample, MongoCollection<BsonDocument> collection) {
        InsertManyOptions options = new InsertManyOptions().ordered(false);
        List<BsonDocument> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < sample.size(); i++) {
            batch.add(sample.document(i));
            if (batch.size() == BATCH || i == sample.size() - 1) {
                collection.insertMany(batch, options);
                batch.clear();
            }
        }
    }
}
