package io.crossfade.torture;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TortureTest {

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void noAcknowledgedWriteIsLostWhateverFails() throws Exception {
        Torture.run();
    }
}
