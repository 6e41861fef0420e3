package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The sample's financial models: rows of numbers in all number types, by year, or by month in old ones. */
record FinancialModels(long seed, int size, int plans) implements Sample {

    private static final List<String> LINES = List.of("revenue", "cogs", "wages", "rent", "marketing", "tax", "cash");

    @Override
    public String collection() {
        return "financial_models";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "financial_models", index);
        BsonDocument model = new BsonDocument("_id", new SampleIds(seed, "financial_models").id(index));
        Versions.add(model, whim, index, size, plans, seed);
        model.append("data", whim.oneIn(5) ? months(whim) : years(whim));
        Leftovers.times(model, whim);
        if (whim.oneIn(10)) {
            model.append("assumptions", SampleJson.document(whim, 5, 4));
        }
        Leftovers.add(model, whim, "FinancialModel");
        return model;
    }

    private static BsonValue years(Whim whim) {
        BsonDocument years = new BsonDocument();
        for (int year = whim.between(2019, 2024); year <= 2026; year++) {
            BsonDocument lines = new BsonDocument();
            for (String line : LINES) {
                lines.append(line, whim.oneIn(20) ? BsonNull.VALUE : whim.amount(900_000));
            }
            years.append(Integer.toString(year), lines);
        }
        return new BsonDocument("currency", new BsonString(whim.oneIn(3) ? "EUR" : "GBP")).append("years", years);
    }

    private static BsonValue months(Whim whim) {
        BsonArray rows = new BsonArray();
        for (String line : LINES) {
            BsonArray row = new BsonArray();
            row.add(new BsonString(line));
            for (int month = 0; month < 12; month++) {
                row.add(whim.amount(80_000));
            }
            rows.add(row);
        }
        return rows;
    }
}
