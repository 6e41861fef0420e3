package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One customer: writes to plans of its own and to its share of the sample, one request at a time, and reads what it
 * wrote. What a write of unknown outcome touched it never writes again, so that the ledger stays able to tell.
 */
final class Worker {

    private static final String USERS = "/api/users";

    private final Requests requests;
    private final List<String> samples;
    private final SplittableRandom random;
    private final Bodies bodies;
    private @Nullable String user;
    private @Nullable Tree tree;

    /** @param samples paths of plans and sections that no other worker writes to */
    Worker(Requests requests, List<String> samples, SplittableRandom random) {
        this.requests = requests;
        this.samples = samples;
        this.random = random;
        this.bodies = new Bodies(random.split());
    }

    /** Makes one request, or the few that begin a plan. */
    void step() {
        if (tree == null) {
            tree = plant();
            return;
        }
        Outcome outcome = write(tree, random.nextInt(100));
        if (outcome != Outcome.DONE && outcome != Outcome.UNAVAILABLE && outcome != Outcome.UNREACHABLE) {
            tree = null;
            user = null;
        }
    }

    private @Nullable Tree plant() {
        if (user == null || random.nextInt(6) == 0) {
            user = create(USERS, bodies.user());
        }
        if (user == null) {
            return null;
        }
        String organisation = random.nextInt(3) == 0 ? create("/api/organisations", bodies.organisation()) : null;
        String plan =
                create("/api/plans", bodies.plan(Tree.id(user), organisation == null ? null : Tree.id(organisation)));
        return plan == null ? null : new Tree(user, plan, organisation);
    }

    private Outcome write(Tree tree, int dice) {
        if (dice < 12 && tree.sections.size() < Tree.MOST_SECTIONS) {
            return add(tree.sections, "/api/sections", bodies.section(tree.planId(), tree.nextPlace()));
        } else if (dice < 15) {
            return add(tree.versioned, "/api/research-packs", bodies.researchPack(tree.planId(), tree.nextVersion()));
        } else if (dice < 18) {
            return add(
                    tree.versioned, "/api/financial-models", bodies.financialModel(tree.planId(), tree.nextVersion()));
        } else if (dice < 30 && !tree.sections.isEmpty()) {
            return requests.change(pick(tree.sections), bodies.sectionChange());
        } else if (dice < 36) {
            return requests.change(tree.plan, bodies.planChange());
        } else if (dice < 38) {
            return requests.change(tree.user, bodies.userChange());
        } else if (dice < 43 && tree.sections.size() > 1) {
            return order(tree);
        } else if (dice < 46 && !tree.sections.isEmpty()) {
            return remove(tree.sections);
        } else if (dice < 47 && !tree.versioned.isEmpty()) {
            return remove(tree.versioned);
        } else if (dice < 50) {
            return fell(tree);
        } else if (dice < 60 && !samples.isEmpty()) {
            changeSample(pick(samples));
            return Outcome.DONE;
        }
        read(tree, dice);
        return Outcome.DONE;
    }

    private void read(Tree tree, int dice) {
        List<String> own = tree.belongings();
        own.add(tree.plan);
        own.add(tree.user);
        if (dice < 75) {
            requests.read(pick(own));
        } else if (dice < 85) {
            compare(tree.plan + "/sections", tree.sections, true);
        } else if (dice < 90) {
            compare(tree.user + "/plans", List.of(tree.plan), false);
        } else if (!samples.isEmpty()) {
            requests.read(pick(samples));
        }
    }

    private Outcome order(Tree tree) {
        List<String> order = new ArrayList<>(tree.sections);
        Collections.shuffle(order, new Random(random.nextLong()));
        Outcome outcome = requests.order(tree.plan, order);
        if (outcome == Outcome.DONE) {
            tree.sections.clear();
            tree.sections.addAll(order);
            tree.ordered();
        }
        return outcome;
    }

    /** Deletes the plan, or its user or organisation: what goes with them goes too. */
    private Outcome fell(Tree felled) {
        if (felled.organisation != null) {
            String organisation = felled.organisation;
            felled.organisation = null;
            Outcome outcome = requests.delete(organisation, List.of());
            requests.unset(outcome, felled.plan, "organisation_id");
            return outcome;
        }
        Outcome outcome = requests.delete(felled.plan, felled.belongings());
        if (outcome == Outcome.DONE) {
            tree = null;
        }
        return outcome;
    }

    private void changeSample(String path) {
        if (requests.uncertain(path)) {
            return;
        }
        ObjectNode change = path.startsWith("/api/plans/") ? bodies.rename() : bodies.sectionChange();
        requests.change(path, change);
    }

    private Outcome add(List<String> paths, String collection, ObjectNode body) {
        Outcome outcome = requests.create(collection, body);
        if (outcome == Outcome.DONE) {
            paths.add(collection + "/" + body.path("id").asString());
        }
        return outcome;
    }

    private Outcome remove(List<String> paths) {
        String path = pick(paths);
        Outcome outcome = requests.delete(path, List.of());
        if (outcome == Outcome.DONE) {
            paths.remove(path);
        }
        return outcome;
    }

    private @Nullable String create(String collection, ObjectNode body) {
        return requests.create(collection, body) == Outcome.DONE
                ? collection + "/" + body.path("id").asString()
                : null;
    }

    private void compare(String list, List<String> expected, boolean exactly) {
        JsonNode items = requests.list(list + "?limit=100");
        if (items == null) {
            return;
        }
        List<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.path("id").asString()));
        List<String> wanted = expected.stream().map(Tree::id).toList();
        if (exactly ? !ids.equals(wanted) : !ids.containsAll(wanted)) {
            requests.fail("list " + list + " showed " + ids + " where " + wanted + " were acknowledged");
        }
    }

    private String pick(List<String> paths) {
        return paths.get(random.nextInt(paths.size()));
    }
}
