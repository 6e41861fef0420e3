package io.crossfade.torture.weave;

import java.time.Duration;

/**
 * How a wall clock goes wrong.
 *
 * @param rate of its seconds to true ones
 * @param jump the farthest that it jumps at once, forward or back; zero for none
 * @param every the mean time between jumps
 */
record ClockFault(double rate, Duration jump, Duration every) {

    ClockFault {
        if (rate <= 0 || jump.isNegative() || every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("A clock runs forward, and jumps after some time");
        }
    }

    /**
     * Reads {@code rate=1.2,jump=PT20S,every=PT5S}, each part optional.
     *
     * @throws IllegalArgumentException if a part is none of these
     */
    static ClockFault parse(String text) {
        double rate = 1;
        Duration jump = Duration.ZERO;
        Duration every = Duration.ofSeconds(5);
        for (String part : text.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException("'" + part + "' is none of rate=, jump= and every=");
            }
            switch (pair[0]) {
                case "rate" -> rate = Double.parseDouble(pair[1]);
                case "jump" -> jump = Duration.parse(pair[1]);
                case "every" -> every = Duration.parse(pair[1]);
                default -> throw new IllegalArgumentException("'" + pair[0] + "' is none of rate, jump and every");
            }
        }
        return new ClockFault(rate, jump, every);
    }
}
