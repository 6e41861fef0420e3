package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.plan.PlanMapping;
import io.crossfade.strattio.section.SectionMapping;
import java.util.Locale;
import org.bson.RawBsonDocument;

/** The copy and the verification as ratios to what both stores can do, and the conversion to what a core can. */
final class BulkSection implements Section {

    private final BenchmarkOptions options;
    private final int cores = Runtime.getRuntime().availableProcessors();

    BulkSection(BenchmarkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "bulk";
    }

    @Override
    public void measure(Report report) throws Exception {
        try (Stores stores = new Stores(options, options.plans(), options.sections())) {
            report.note("documents", stores.loaded);
            convert(stores, PlanMapping.MAPPING, report);
            convert(stores, SectionMapping.MAPPING, report);
            double drain = drain(stores, report);
            double plain = new PlainWay(stores, options.plain()).measure(report);
            Copies copies = new Copies(stores, report, drain, plain);
            for (int workers : cores == 1 ? new int[] {1} : new int[] {1, cores}) {
                copies.measure(workers);
            }
        }
    }

    private void convert(Stores stores, UnitMapping unit, Report report) {
        Conversion conversion = new Conversion(stores, unit, options.repeats());
        double walk = conversion.walk();
        double json = conversion.toJson();
        double rows = conversion.toRows();
        String name = unit.name();
        report.note("sink." + name, conversion.sink());
        report.figure("walk." + name, "bare walk over the bytes, " + name + ", one core", walk, "MB/s", "");
        report.figure("toJson." + name, "driver's toJson, " + name + ", one core", json, "MB/s", "");
        report.figure(
                "conversion." + name,
                "BSON bytes to COPY bytes, " + name + ", one core",
                rows,
                "MB/s",
                times(rows / json, "toJson, ") + times(rows / walk, "the bare walk"));
        report.ratio("conversion.per.toJson." + name, rows / json);
        report.ratio("conversion.per.walk." + name, rows / walk);
    }

    /** Rows per second with nothing but reading. */
    private static double drain(Stores stores, Report report) {
        long documents = 0;
        long bytes = 0;
        long start = System.nanoTime();
        for (UnitMapping unit : Stores.UNITS) {
            for (RawBsonDocument document : stores.source
                    .getCollection(unit.collection(), RawBsonDocument.class)
                    .find()
                    .batchSize(1_000)) {
                documents++;
                bytes += document.getByteLength();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = documents / seconds;
        report.note("bytes", bytes);
        report.figure(
                "drain",
                "draining MongoDB alone, one cursor",
                rate,
                "rows/s",
                String.format(Locale.ROOT, "%.1f MB/s", bytes / 1e6 / seconds));
        return rate;
    }
}
