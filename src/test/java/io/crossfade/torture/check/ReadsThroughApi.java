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
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Asks healthy instances, with patience. */
final class ReadsThroughApi implements FinalReads {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int THREADS = 8;

    private final List<? extends Target> instances;
    private final IntPredicate able;
    private final Duration patience;

    ReadsThroughApi(List<? extends Target> instances, IntPredicate able, Duration patience) {
        this.instances = instances;
        this.able = able;
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
        Queue<Function<Requests, Operation>> questions = new ConcurrentLinkedQueue<>();
        groupByEntity.forEach((key, group) -> questions.add(requests -> requests.read(group, key)));
        lists.forEach(key -> questions.add(requests -> requests.list(key)));
        return answers(questions);
    }

    private List<Operation> answers(Queue<Function<Requests, Operation>> questions) {
        List<ServiceClient> clients = instances.stream()
                .map(instance ->
                        new ServiceClient(instance.base(), instance.user(), instance.password(), REQUEST_LIMIT))
                .toList();
        SplittableRandom random = new SplittableRandom(questions.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            return Stream.generate(random::split)
                    .limit(THREADS)
                    .map(own -> CompletableFuture.supplyAsync(
                            () -> answers(questions, Requests.through(clients, able, own)), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .flatMap(List::stream)
                    .toList();
        } finally {
            clients.forEach(ServiceClient::close);
        }
    }

    private List<Operation> answers(Queue<Function<Requests, Operation>> questions, Requests requests) {
        List<Operation> answers = new ArrayList<>();
        for (Function<Requests, Operation> next = questions.poll(); next != null; next = questions.poll()) {
            Function<Requests, Operation> question = next;
            answers.add(answered(() -> question.apply(requests)));
        }
        return answers;
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
