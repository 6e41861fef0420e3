package io.crossfade.torture.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Plans whose sections are put into another order as a whole. An order of unknown outcome leaves it open how they stand
 * for ever, so the plan is then left alone and another begun: what is certain stays most of it.
 */
final class SectionOrders implements Workload {

    private static final int PLANS = 2;
    private static final int SECTIONS = 6;

    private final Names names;
    private final Ground user;
    private final List<OrderedPlan> plans = new ArrayList<>();

    SectionOrders(Names names, Ground user) {
        this.names = names;
        this.user = user;
        for (int i = 0; i < PLANS; i++) {
            plans.add(begin());
        }
    }

    /** A plan and the sections that it has from then on. */
    private record OrderedPlan(Ground plan, List<Ground> sections) {

        boolean isThere(Requests requests) {
            return plan.isThere(requests) && sections.stream().allMatch(section -> section.isThere(requests));
        }

        String list() {
            return plan.entity().list(Kind.SECTION);
        }

        List<String> shuffled(SplittableRandom random) {
            List<String> ids = new ArrayList<>();
            sections.forEach(section -> ids.add(section.entity().id()));
            Collections.shuffle(ids, new Random(random.nextLong()));
            return ids;
        }
    }

    private OrderedPlan begin() {
        Ground plan = new Ground(
                Entity.alone(Kind.PLAN, names.id(), user.entity().id(), 0),
                Map.of("name", names.value(), "error", names.value()));
        List<Ground> sections = new ArrayList<>();
        for (int place = 0; place < SECTIONS; place++) {
            sections.add(new Ground(
                    Entity.alone(Kind.SECTION, names.id(), plan.entity().id(), place),
                    Map.of("title", names.value(), "content", names.value())));
        }
        return new OrderedPlan(plan, sections);
    }

    @Override
    public void step(Requests requests, SplittableRandom random) {
        if (!user.isThere(requests)) {
            return;
        }
        int number = random.nextInt(PLANS);
        OrderedPlan plan = plan(number);
        if (!plan.isThere(requests)) {
            return;
        }
        if (random.nextInt(3) > 0) {
            requests.list(plan.list());
        } else if (requests.order(plan.list(), plan.shuffled(random)).effect() == Effect.UNKNOWN) {
            replace(number, plan);
        }
    }

    private synchronized OrderedPlan plan(int number) {
        return plans.get(number);
    }

    private synchronized void replace(int number, OrderedPlan uncertain) {
        if (plans.get(number) == uncertain) {
            plans.set(number, begin());
        }
    }
}
