package org.clipmeter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Checks that the drawing in docs/ARCHITECTURE.md is up to date.
 * {@code ./mvnw test -Dtest=DrawingTest -Darchitecture.draw=true} writes it again from {@link Rooms}.
 */
class DrawingTest {
    private static final String BEGIN = "<!-- Generated from Rooms.java by DrawingTest. -->\n";
    private static final String END = "<!-- End of the generated part. -->\n";
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "docs", "ARCHITECTURE.md");

    @Test
    void theDrawingIsThatOfTheRooms() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, PAGE + " has no generated part");
        String drawing = new Drawing(Rooms.ALL).markdown();
        String drawn = page.substring(0, begin + BEGIN.length()) + drawing + page.substring(end);
        if (Boolean.getBoolean("architecture.draw")) {
            Files.writeString(PAGE, drawn);
            return;
        }
        assertEquals(
                drawn,
                page,
                "the drawing is stale: ./mvnw test -Dtest=DrawingTest -Darchitecture.draw=true writes it anew");
    }
}
