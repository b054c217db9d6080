package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpinCountTest {
    @Test
    void aUsersOwnWaitPolicyStays() {
        assertTrue(SpinCount.isChosen(Map.of("GOMP_SPINCOUNT", "30000")));
        assertTrue(SpinCount.isChosen(Map.of("OMP_WAIT_POLICY", "active")));
        assertFalse(SpinCount.isChosen(Map.of("OMP_NUM_THREADS", "2")));
    }
}
