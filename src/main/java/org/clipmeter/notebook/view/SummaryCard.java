package org.clipmeter.notebook.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.ScoreRun;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.Flag;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;

/** A run in a few lines: its value, what was scored, with what, and what the value does not say. */
final class SummaryCard {
    private final ScoreRun run;
    private final ScoreResult result;

    SummaryCard(ScoreRun run) {
        this.run = run;
        this.result = run.result();
    }

    Output output() {
        return Output.of(run.summary(), html());
    }

    private String html() {
        return new Card()
                .headline(value(), "CLIP Score, mean logits_per_image of " + evaluated())
                .facts(facts())
                .notes(notes())
                .closing(ClipMeter.CAVEATS);
    }

    private String value() {
        Double value = result.value();
        return value == null ? "none" : String.format(Locale.ROOT, "%.4f", value);
    }

    private String evaluated() {
        return result.evaluatedCount() + " of " + result.totalCount() + " images";
    }

    private Map<String, String> facts() {
        ModelInfo model = result.model();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", model.name() + " (" + shortened(model.identity()) + ")");
        facts.put("device", model.device());
        facts.put("precision", model.precision());
        List<String> differences = result.config().images().differences();
        if (!differences.isEmpty()) {
            facts.put("images", String.join(", ", differences));
        }
        double seconds = result.seconds();
        facts.put(
                "time",
                String.format(Locale.ROOT, "%.1f s, ", seconds)
                        + String.format(Locale.ROOT, "%.1f images/s", result.totalCount() / Math.max(seconds, 1e-3)));
        CacheHits cached = result.cached();
        if (!cached.equals(CacheHits.NONE)) {
            facts.put("from the cache", cached.images() + " images, " + cached.texts() + " texts");
        }
        return facts;
    }

    /** A hash by its first twelve digits, as people read them out. */
    private static String shortened(String identity) {
        int space = identity.indexOf(' ');
        int end = space + 1 + 12;
        return space > 0 && identity.length() > end ? identity.substring(0, end) + "…" : identity;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!result.pairs().joined().isEmpty()) {
            notes.add(result.pairs().joined());
        }
        if (!result.failures().isEmpty()) {
            int failed = result.totalCount() - result.evaluatedCount();
            notes.add("failed: " + failed + " ("
                    + result.failures().entrySet().stream()
                            .map(failure -> failure.getValue() + " " + failure.getKey())
                            .collect(Collectors.joining(", "))
                    + "); each row of the table has its reason");
        }
        if (result.truncatedCount() > 0) {
            notes.add("cut prompts: " + result.truncatedCount() + " were longer than the model reads");
        }
        for (Flag flag : Flag.values()) {
            if (flag != Flag.TRANSPARENT && result.count(flag) > 0) {
                notes.add(flag.column() + ": " + result.count(flag));
            }
        }
        run.transparency().ifPresent(notes::add);
        notes.addAll(result.pairs().notes());
        notes.addAll(result.pairs().leftovers());
        notes.addAll(run.warnings());
        return notes;
    }
}
