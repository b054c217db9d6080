package org.clipmeter.image.webp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares files that the pinned Pillow writes, and damaged copies, with what Pillow reads. {@code -Dwebp.seed},
 * {@code -Dwebp.written} and {@code -Dwebp.damaged} select other files or a longer run.
 */
class WebpPythonIT {
    private static final String SCRIPT = "webp_cases.py";
    private static final int SHOWN = 10;

    @TempDir
    private Path scratch;

    @Test
    void readsWhatPillowWritesAndJudgesDamagedFilesAsPillowDoes() throws IOException, InterruptedException {
        write(
                Integer.getInteger("webp.seed", 20260),
                Integer.getInteger("webp.written", 900),
                Integer.getInteger("webp.damaged", 2500));
        byte[] files = Files.readAllBytes(scratch.resolve("files"));
        List<String> differences = new ArrayList<>();
        int refused = 0;
        List<String> cases = Files.readAllLines(scratch.resolve("cases.jsonl"), StandardCharsets.UTF_8);
        for (String line : cases) {
            JsonNode record = JsonMapper.builder().build().readTree(line);
            int at = record.get("at").intValue();
            byte[] file =
                    Arrays.copyOfRange(files, at, at + record.get("length").intValue());
            String outcome = WebpOutcome.of(file);
            refused += outcome.equals("refused") ? 1 : 0;
            if (!outcome.equals(record.get("pillow").asText())) {
                differences.add(record.get("name").asText() + ": expected "
                        + record.get("pillow").asText() + ", got " + outcome);
            }
        }
        assertEquals(
                List.of(),
                differences.stream().limit(SHOWN).toList(),
                differences.size() + " of " + cases.size() + " files differ (" + SCRIPT + " wrote them)");
        assertTrue(refused > 0 && refused < cases.size(), refused + " of " + cases.size() + " files refused");
        System.out.printf("WebP beside Pillow: %d files alike, %d of them refused%n", cases.size(), refused);
    }

    private void write(int seed, int written, int damaged) throws IOException, InterruptedException {
        ReferencePython.run(
                WebpPythonIT.class,
                SCRIPT,
                scratch,
                scratch.toString(),
                Integer.toString(seed),
                Integer.toString(written),
                Integer.toString(damaged));
    }
}
