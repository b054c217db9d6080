package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonObjectFileTest {
    /** Terms that do not belong in a message for users. */
    private static final List<String> JARGON =
            List.of("START_", "VALUE_", "StreamRead", "ufeff", "JsonParser", "Source:", "token");

    @TempDir
    Path folder;

    @Test
    void saysInPlainWordsWhatAFileHoldsInsteadOfAnObject() throws IOException {
        Map<String, String> refusals = Map.ofEntries(
                Map.entry("[]", "config.json holds a list, expected a JSON object, {...}"),
                Map.entry("null", "config.json holds null, expected a JSON object, {...}"),
                Map.entry("true", "config.json holds true, expected a JSON object, {...}"),
                Map.entry("3", "config.json holds the number 3, expected a JSON object, {...}"),
                Map.entry("\"x\"", "config.json holds the text \"x\", expected a JSON object, {...}"),
                Map.entry("\ufeff{}", "config.json is not valid JSON (it starts with a byte order mark"),
                Map.entry("{} \ufeff", "config.json is not valid JSON (it has an error in line 1, near column"),
                Map.entry("{\"a\": ", "config.json is not valid JSON (it ends too early)"),
                Map.entry("{\"a\":\n x}", "config.json is not valid JSON (it has an error in line 2, near column"),
                Map.entry("{\"a\": }", "config.json is not valid JSON (it has an error in line 1, near column"),
                Map.entry("{} 1", "config.json is not valid JSON (it has text after its end)"),
                Map.entry("{\"a\": " + "[".repeat(1001), "it is nested more than 1000 levels deep"),
                Map.entry("{\"" + "k".repeat(60_000) + "\": 1}", "it has a key of more than 50000 characters"),
                Map.entry("{\"a\": " + "1".repeat(2000) + "}", "it has a number of more than 1000 digits"));
        Path file = folder.resolve("config.json");
        for (Map.Entry<String, String> refusal : refusals.entrySet()) {
            Files.writeString(file, refusal.getKey());
            String message = assertThrows(FileException.class, () -> JsonObjectFile.read(file, 1 << 20))
                    .getMessage();
            assertTrue(message.contains(refusal.getValue()), message);
            JARGON.forEach(word -> assertFalse(message.contains(word), message));
        }
    }

    @Test
    void warnsWithTheNameOfTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"a\": 1, \"a\": 2}");
        JsonObjectFile json = JsonObjectFile.read(file, 100);
        assertEquals(2, json.root().path("a").intValue());
        assertTrue(json.warnings()
                .get(0)
                .endsWith(
                        "config.json: the key \"a\" appears more than once; the last value" + " counts, as in Python"));
    }
}
