package io.crossfade.torture.check;

import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what a history shows that must not be. The final reads are the last operations of each group, and existence is part
 * of its state: so a lost write, one that nobody made, and a deleted entity that came back all show as a group that is
 * not linearizable.
 *
 * <p>Kinds: {@code not-linearizable} (a promise is broken), {@code inversion} (only what was still under way was seen in
 * two orders, see {@link EntityCheck}), {@code list}, {@code order}, {@code answer} (none of the agreed ones),
 * {@code slow}, {@code unreadable} (a final read got no answer), {@code undecided} (the search was given up).
 */
public final class Checker {

    private static final String UNREADABLE = "unreadable";

    private Checker() {}

    public static List<Anomaly> check(History history, FinalReads reads) {
        return check(history, reads, CheckOptions.defaults());
    }

    public static List<Anomaly> check(History history, FinalReads reads, CheckOptions options) {
        List<Operation> last = reads.of(history);
        List<Operation> all = new ArrayList<>(history.operations());
        all.addAll(last);
        long origin = history.origin();
        List<Anomaly> anomalies = new ArrayList<>();
        AnswerCheck answers = new AnswerCheck(options, origin);
        all.forEach(operation -> answers.check(operation).ifPresent(anomalies::add));
        last.stream()
                .filter(read -> read.outcome().outage())
                .forEach(read -> anomalies.add(new Anomaly(UNREADABLE, read.key(), read.describe(origin))));

        Map<String, List<Operation>> groups =
                all.stream().collect(Collectors.groupingBy(Operation::group, TreeMap::new, Collectors.toList()));
        EntityCheck entities = new EntityCheck(options.limit(), origin);
        ListCheck lists = new ListCheck(all, origin);
        groups.forEach((group, operations) -> {
            entities.check(group, operations).ifPresent(anomalies::add);
            OrderCheck orders = new OrderCheck(operations, origin);
            operations.stream()
                    .filter(operation -> operation.action() == Action.LIST && operation.ok())
                    .forEach(list -> {
                        anomalies.addAll(lists.check(list));
                        orders.check(list).ifPresent(anomalies::add);
                    });
        });
        return anomalies;
    }
}
