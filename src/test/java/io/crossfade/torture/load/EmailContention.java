package io.crossfade.torture.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Users that take e-mail addresses from each other, and give them back by taking their own, or by being deleted. */
final class EmailContention implements Workload {

    private static final int USERS = 4;
    private static final int ADDRESSES = 2;

    private final Names names;
    private final List<Entity> users = new ArrayList<>();

    EmailContention(Names names) {
        this.names = names;
        String group = names.group("emails");
        for (int i = 0; i < USERS; i++) {
            users.add(new Entity(Kind.USER, names.id(), group, "", 0));
        }
    }

    /** Creates are few, for each costs the service the hash of a password. */
    @Override
    public void step(Requests requests, SplittableRandom random) {
        int number = random.nextInt(USERS);
        Entity user = users.get(number);
        int dice = random.nextInt(100);
        if (dice < 12) {
            requests.create(user, Map.of("email", address(number, random), "name", names.value()));
        } else if (dice < 50) {
            requests.change(user, Map.of("email", address(number, random)));
        } else if (dice < 55) {
            requests.delete(user);
        } else {
            requests.read(user);
        }
    }

    private static String address(int user, SplittableRandom random) {
        return random.nextInt(3) == 0 ? "own-" + user : "contended-" + random.nextInt(ADDRESSES);
    }
}
