package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;

/** A run in words. */
final class RunSummary {
    private RunSummary() {}

    static List<String> lines(ScoreRun run) {
        ScoreResult result = run.result();
        ModelInfo model = result.model();
        List<String> lines = new ArrayList<>();
        Double value = result.value();
        lines.add("CLIP Score " + (value == null ? "none: no image could be scored" : fixed("%.4f", value)) + " ("
                + run.name() + ")");
        lines.add("evaluated " + result.evaluatedCount() + " of " + result.totalCount() + failures(result));
        if (!result.pairs().joined().isEmpty()) {
            lines.add(result.pairs().joined());
        }
        lines.add("model " + model.name() + ", " + model.identity());
        lines.add("on " + model.device() + ", " + model.precision() + ", scored in " + fixed("%.1f", result.seconds())
                + " s, loaded in " + fixed("%.1f", model.loadSeconds()) + " s");
        List<String> differences = result.config().images().differences();
        if (!differences.isEmpty()) {
            lines.add("images: " + String.join(", ", differences));
        }
        if (!result.cached().equals(CacheHits.NONE)) {
            lines.add("from the cache: " + result.cached().images() + " image and "
                    + result.cached().texts() + " text embeddings");
        }
        addCount(
                lines,
                result.truncatedCount(),
                "prompt longer than the model reads, cut",
                "prompts longer than the model reads, cut");
        addCount(
                lines,
                result.count(ImageFlag.ALL_BLACK),
                "image all black (a safety filter's?)",
                "images all black (a safety filter's?)");
        addCount(lines, result.count(ImageFlag.DAMAGED), "image damaged, but readable", "images damaged, but readable");
        transparent(result).ifPresent(lines::add);
        lines.addAll(result.pairs().notes());
        lines.addAll(result.pairs().leftovers());
        lines.addAll(run.warnings());
        lines.addAll(ClipMeter.CAVEATS);
        return lines;
    }

    /** How many images have transparent pixels, and what was done with them. */
    static Optional<String> transparent(ScoreResult result) {
        int n = result.count(ImageFlag.TRANSPARENT);
        if (n == 0) {
            return Optional.empty();
        }
        boolean dropped = ClipImageProcessor.dropsTransparency(result.model().preprocessing());
        String done =
                switch (dropped
                        ? TransparencyRule.DROP
                        : result.config().images().transparency()) {
                    case REFERENCE ->
                        "an alpha channel was dropped, a single transparent color was laid over white, as in the "
                                + "reference (--transparency white or drop changes this)";
                    case WHITE -> "laid over white";
                    case DROP -> "transparency was dropped, the colors are used as stored";
                };
        return Optional.of(
                n + (n == 1 ? " image with transparent pixels: " : " images with transparent pixels: ") + done);
    }

    private static String failures(ScoreResult result) {
        return result.failures().isEmpty()
                ? ""
                : ", failed: "
                        + result.failures().entrySet().stream()
                                .map(reason -> reason.getValue() + " " + reason.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static void addCount(List<String> lines, int n, String one, String many) {
        if (n > 0) {
            lines.add(n + " " + (n == 1 ? one : many));
        }
    }

    private static String fixed(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
