package io.crossfade.endurance;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EnduranceTest {

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void noAcknowledgedWriteIsLostWhateverIsKilled() throws Exception {
        Endurance.run(EnduranceOptions.fromSystemProperties());
    }
}
