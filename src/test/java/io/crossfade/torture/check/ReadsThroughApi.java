package io.crossfade.torture.check;

import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Operation;
import io.crossfade.torture.load.Requests;
import io.crossfade.torture.load.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Asks a healthy instance, with patience. */
final class ReadsThroughApi implements FinalReads {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Target instance;
    private final Duration patience;

    ReadsThroughApi(Target instance, Duration patience) {
        this.instance = instance;
        this.patience = patience;
    }

    @Override
    public List<Operation> of(History history) {
        Map<String, String> groupByEntity = new TreeMap<>();
        TreeSet<String> lists = new TreeSet<>();
        for (Operation operation : history.operations()) {
            if (operation.action() == Action.LIST || operation.action() == Action.ORDER) {
                lists.add(operation.key());
            } else {
                groupByEntity.put(operation.key(), operation.group());
            }
        }
        List<Operation> reads = new ArrayList<>();
        try (ServiceClient client =
                new ServiceClient(instance.base(), instance.user(), instance.password(), REQUEST_LIMIT)) {
            Requests requests = Requests.through(client);
            groupByEntity.forEach((key, group) -> reads.add(answered(() -> requests.read(group, key))));
            lists.forEach(key -> reads.add(answered(() -> requests.list(key))));
        }
        return reads;
    }

    private Operation answered(Supplier<Operation> read) {
        List<Operation> tries = new ArrayList<>();
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(PAUSE)
                    .until(() -> {
                        tries.add(read.get());
                        return !tries.getLast().outcome().outage();
                    });
        } catch (ConditionTimeoutException stillAway) {
            return tries.getLast();
        }
        return tries.getLast();
    }
}
