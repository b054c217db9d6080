package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.image.TransparencyRule;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.preprocess.HpsImageProcessor;
import org.clipmeter.preprocess.OpenClipImageProcessor;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.ModelInfo;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.Scored;

/** Writes the summary of a run. */
final class RunSummary {
    private RunSummary() {}

    static Summary of(ScoreRun run) {
        return Summary.of(
                headline(run),
                facts(run.result()),
                notes(run),
                run.result().model().said(ClipMeter.CAVEATS));
    }

    private static Summary.Headline headline(ScoreRun run) {
        Double value = run.value();
        String metric = run.result().model().metric() + " ";
        return value == null
                ? new Summary.Headline(metric, "none", ": no image could be scored (" + run.name() + ")")
                : new Summary.Headline(
                        metric,
                        fixed("%.4f", value),
                        " (" + run.name() + "), mean " + run.result().model().logitColumn());
    }

    private static List<Summary.Fact> facts(ScoreResult result) {
        ModelInfo model = result.model();
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact(
                "evaluated", result.evaluatedCount() + " of " + result.totalCount() + failures(result)));
        if (!result.pairs().joined().isEmpty()) {
            facts.add(new Summary.Fact("", result.pairs().joined()));
        }
        facts.add(new Summary.Fact("model", model.name() + ", " + model.identity()));
        facts.add(new Summary.Fact(
                "on",
                model.device() + ", " + model.precision() + ", scored in " + fixed("%.1f", result.seconds())
                        + " s, loaded in " + fixed("%.1f", model.loadSeconds()) + " s"));
        List<String> differences = result.config().images().differences();
        if (!differences.isEmpty()) {
            facts.add(new Summary.Fact("images:", String.join(", ", differences)));
        }
        if (result.config().template() != null) {
            facts.add(new Summary.Fact(
                    "template:",
                    result.config().template() + ", which scores without a template are not comparable with"));
        }
        if (!result.cached().equals(CacheHits.NONE)) {
            facts.add(new Summary.Fact(
                    "from the cache:",
                    result.cached().images() + " image and " + result.cached().texts() + " text embeddings"));
        }
        return facts;
    }

    private static List<String> notes(ScoreRun run) {
        ScoreResult result = run.result();
        List<String> notes = new ArrayList<>();
        int images = result.truncatedCount();
        if (images > 0) {
            long cut = result.rows().stream()
                    .filter(row -> row.truncated() && row.outcome() instanceof Scored)
                    .map(row -> row.pair().prompt().text())
                    .distinct()
                    .count();
            notes.add(cut + (cut == 1 ? " prompt" : " prompts") + " longer than the model reads "
                    + (cut == 1 ? "was cut" : "were cut") + (images > cut ? " (of " + images + " images)" : ""));
        }
        for (ImageFlag flag : ImageFlag.values()) {
            int n = result.count(flag);
            if (n > 0) {
                notes.add(n + (n == 1 ? " image " : " images ") + meaning(flag, result));
            }
        }
        notes.addAll(result.pairs().notes());
        notes.addAll(result.pairs().leftovers());
        notes.addAll(run.warnings());
        return notes;
    }

    /** What a flag says of its images; a new flag does not compile without its words. */
    private static String meaning(ImageFlag flag, ScoreResult result) {
        return switch (flag) {
            case ALL_BLACK -> "all black (from a safety filter?)";
            case DAMAGED -> "damaged, but readable";
            case TRANSPARENT -> "with transparent pixels: " + transparency(result);
        };
    }

    private static String transparency(ScoreResult result) {
        boolean dropped = ClipImageProcessor.dropsTransparency(result.model().preprocessing());
        TransparencyRule rule =
                dropped ? TransparencyRule.DROP : result.config().images().transparency();
        return switch (rule) {
            case REFERENCE -> reference(result.model().preprocessing());
            case WHITE -> "laid over white";
            case DROP -> "transparency was dropped, the colors are used as stored";
        };
    }

    private static String reference(String preprocessing) {
        if (OpenClipImageProcessor.prepared(preprocessing)) {
            return "colors were weighted with alpha in the resize, and alpha was then dropped, as in open_clip";
        }
        return HpsImageProcessor.prepared(preprocessing)
                ? "the colors are used as stored, as in hpsv2"
                : "an alpha channel was dropped, a single transparent color was laid over white, as in the reference "
                        + "(the transparency rules white and drop differ)";
    }

    private static String failures(ScoreResult result) {
        return result.failures().isEmpty()
                ? ""
                : ", failed: "
                        + result.failures().entrySet().stream()
                                .map(reason -> reason.getValue() + " " + reason.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static String fixed(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
