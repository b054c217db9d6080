package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results: the table for readers, and everything as JSON. */
final class Report {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> machine = new LinkedHashMap<>();
    private final List<TimedComparison> comparisons = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void machine(String name, String value) {
        machine.put(name, value);
    }

    void add(TimedComparison comparison) {
        comparisons.add(comparison);
    }

    /** Adds a line below the table. */
    void note(String line) {
        notes.add(line);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        machine.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        if (!comparisons.isEmpty()) {
            text.append('\n').append(ResultTable.of(comparisons));
        }
        text.append('\n');
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    /** Writes all figures, including each round's seconds, and returns the file. */
    Path write(Path folder) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        Instant now = Instant.now();
        root.put("measured", now.toString());
        machine.forEach(root.putObject("machine")::put);
        ArrayNode rows = root.putArray("comparisons");
        for (TimedComparison comparison : comparisons) {
            ObjectNode row = rows.addObject();
            row.put("work", comparison.what()).put("beside", comparison.reference());
            row.put("items", comparison.items()).put("target", comparison.target());
            Spread ratio = comparison.ratio();
            row.putObject("ratio")
                    .put("median", ratio.median())
                    .put("min", ratio.min())
                    .put("max", ratio.max());
            comparison.clipmeterSeconds().forEach(row.putArray("clipmeter_seconds")::add);
            comparison.referenceSeconds().forEach(row.putArray("other_seconds")::add);
        }
        notes.forEach(root.putArray("notes")::add);
        String stamp = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(now);
        Path file = folder.resolve("benchmark-" + stamp + ".json");
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        return file;
    }
}
