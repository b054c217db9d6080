package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileTextTest {
    @Test
    void aFileThatWouldExhaustTheHeapIsRefusedInOneLine() throws IOException {
        byte[] rows = "7,a cat\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        String message = assertThrows(IOException.class, () -> FileText.refuseIfTooLarge(rows, "p.csv", 64L << 20))
                .getMessage();
        assertEquals(
                "p.csv has about 100001 rows in 0 MB, which take about 73 MB while they are read, expected at most 64 MB,"
                        + " which is Java's heap; split the file, or give Java more memory with -Xmx",
                message);
        FileText.refuseIfTooLarge(rows, "p.csv", 128L << 20);
    }

    @Test
    void aJsonInOneLineIsCountedByItsValues() {
        byte[] json = ("[" + "{\"id\":7,\"prompt\":\"a\"},".repeat(100_000) + "{}]").getBytes(StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> FileText.refuseIfTooLarge(json, "p.json", 80L << 20));
    }
}
