package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with tokenizer files of many forms: each gives the ids of transformers' tokenizer, or is refused. */
final class TokenizerPythonIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SCRIPT = "tokenizer_folders.py";
    private static final int SEED = Integer.getInteger("tokenizer.folders.seed", 5);
    private static final int FOLDERS = Integer.getInteger("tokenizer.folders", 400);

    /** What is refused although transformers accepts it, and why. */
    private static final Map<String, String> DELIBERATE = Map.of(
            "tokenizer_class: expected CLIPTokenizer", "another class splits texts by the file's own rules",
            "this setting is not supported", "split_special_tokens",
            "matches the same text", "which of two tokens is found is left to chance",
            "match the same text", "which of two tokens is found is left to chance",
            "gives the id", "one id for two added tokens",
            "holds no merges", "an incomplete file",
            "no token for unknown symbols", "fails on some texts only",
            "of only white space with lstrip", "fails on some texts only");

    @TempDir
    Path folders;

    private int sequences;
    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    @Test
    void givesTheIdsOfTransformersOrRefuses() throws Exception {
        for (JsonNode row : rows()) {
            compare(row);
        }
        System.out.println("tokenizer folders: " + FOLDERS + ", token sequences that agree: " + sequences);
        refused.forEach((why, count) -> System.out.println("  refused: " + count + " folders: " + why));
        assertEquals(List.of(), differences.stream().limit(10).toList(), differences.size() + " differ, seed " + SEED);
        assertTrue(sequences > 8 * FOLDERS, "only " + sequences + " sequences of " + FOLDERS + " folders");
    }

    private List<JsonNode> rows() throws IOException, InterruptedException {
        ReferencePython.run(
                TokenizerPythonIT.class,
                SCRIPT,
                folders,
                folders.toString(),
                Integer.toString(SEED),
                Integer.toString(FOLDERS));
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folders.resolve("rows.jsonl"))) {
            rows.add(JSON.readTree(line));
        }
        assertEquals(FOLDERS, rows.size());
        return rows;
    }

    private void compare(JsonNode row) throws IOException {
        Path folder = folders.resolve(row.path("folder").textValue());
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 1_000_000)) {
            if (row.has("error")) {
                differences.add("transformers refuses this, and we do not: " + row);
                return;
            }
            for (int i = 0; i < row.path("texts").size(); i++) {
                compare(row, i, tokenizer);
            }
        } catch (IOException e) {
            refused.merge(reason(row, String.valueOf(e.getMessage())), 1, Integer::sum);
        }
    }

    private void compare(JsonNode row, int text, ClipTokenizer tokenizer) {
        long[] ours = tokenizer.encode(row.path("texts").path(text).textValue()).inputIds();
        long[] expected = StreamSupport.stream(row.path("ids").path(text).spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
        if (Arrays.equals(expected, ours)) {
            sequences++;
        } else {
            differences.add(row.path("folder") + " " + row.path("texts").path(text) + ": expected "
                    + Arrays.toString(expected) + ", got " + Arrays.toString(ours));
        }
    }

    private String reason(JsonNode row, String message) {
        if (row.has("error")) {
            return "transformers refuses them too";
        }
        for (Map.Entry<String, String> known : DELIBERATE.entrySet()) {
            if (message.contains(known.getKey())) {
                return known.getValue();
            }
        }
        differences.add("transformers takes this, and we refuse it: " + message);
        return message;
    }
}
