package org.clipmeter.model.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources();

    @Test
    void whatWasOpenedLastIsClosedFirstAndOnce() {
        resources.onClose(() -> closed.add("first"));
        resources.onClose(() -> closed.add("second"));
        resources.close();
        resources.close();
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void whatFailsToCloseKeepsNothingOpen() {
        IllegalStateException broken = new IllegalStateException("broken");
        resources.onClose(() -> closed.add("first"));
        resources.onClose(() -> {
            throw broken;
        });
        resources.onClose(() -> closed.add("last"));
        assertSame(broken, assertThrows(IllegalStateException.class, resources::close));
        assertEquals(List.of("last", "first"), closed);
    }
}
