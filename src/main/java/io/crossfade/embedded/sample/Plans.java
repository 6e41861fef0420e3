package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The sample's plans: a few users have hundreds, most have some, one in eight has no organisation. */
record Plans(long seed, int size, int users, int organisations) implements Sample {

    private static final List<String> STATUSES =
            List.of("draft", "generating", "complete", "complete", "complete", "failed", "archived");
    private static final List<String> PURPOSES =
            List.of("generic", "loan", "visa_startup", "visa_innovator", "investor");

    static SampleIds ids(long seed) {
        return new SampleIds(seed, "plans");
    }

    @Override
    public String collection() {
        return "plans";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "plans", index);
        int owner = whim.oneIn(10) ? whim.below(Math.min(users, 3)) : whim.below(users);
        String name = SampleText.venture(whim);
        String status = whim.pick(STATUSES);
        BsonDocument plan = new BsonDocument("_id", ids(seed).id(index))
                .append("user_id", Users.ids(seed).id(owner))
                .append("name", new BsonString(name));
        if (organisations > 0) {
            Leftovers.optional(
                    plan, whim, "organisation_id", Organisations.ids(seed).id(whim.below(organisations)));
        }
        Leftovers.optional(plan, whim, "status", new BsonString(status));
        Leftovers.optional(plan, whim, "plan_purpose", new BsonString(whim.pick(PURPOSES)));
        plan.append("intake_data", intake(whim, name));
        Leftovers.formerly(plan, whim, "plan_purpose", "planPurpose");
        Leftovers.formerly(plan, whim, "intake_data", "intakeData");
        Leftovers.optional(plan, whim, "generation_metadata", generation(whim));
        if (status.equals("failed")) {
            plan.append("error", new BsonString("Provider answered 529: " + SampleText.words(whim, 6)));
        }
        Leftovers.times(plan, whim);
        if (status.equals("complete") && !whim.oneIn(6)) {
            plan.append("completed_at", whim.timeAfter(SampleIds.born(ids(seed).id(index), whim)));
        }
        if (whim.oneIn(6)) {
            plan.append("title", new BsonString(name)).append("tags", SampleJson.strings(whim, whim.below(4)));
        }
        if (whim.oneIn(30)) {
            plan.append("collaborators", new BsonArray(List.of(Users.ids(seed).id(whim.below(users)), BsonNull.VALUE)));
        }
        Leftovers.add(plan, whim, "Plan");
        return plan;
    }

    /** The form's answers today; numbered answers before; now and then a tree that an editor nested deeply. */
    private static BsonValue intake(Whim whim, String name) {
        if (whim.oneIn(9)) {
            BsonArray answers = new BsonArray();
            for (int i = whim.between(1, 6); i > 0; i--) {
                answers.add(
                        new BsonDocument("q", new BsonInt32(i)).append("a", new BsonString(SampleText.words(whim, 5))));
            }
            return answers;
        }
        BsonDocument intake = new BsonDocument("businessName", new BsonString(name))
                .append("summary", new BsonString(SampleText.prose(whim, 20)))
                .append("founders", SampleJson.strings(whim, whim.between(1, 3)))
                .append("funding", new BsonDocument("needed", whim.amount(500_000)).append("own", whim.amount(50_000)))
                .append("more", SampleJson.document(whim, whim.between(0, 6), 5));
        return whim.oneIn(50) ? intake.append("tree", SampleJson.chain(whim, whim.between(12, 40))) : intake;
    }

    private static BsonDocument generation(Whim whim) {
        return new BsonDocument("model", new BsonString("writer-" + whim.between(1, 4)))
                .append("tokens", whim.whole(whim.below(90_000)))
                .append("cost", whim.amount(9))
                .append("attempts", new BsonArray(List.of(SampleJson.document(whim, 2, 2))));
    }
}
