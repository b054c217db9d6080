package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.score.ModelInfo;
import org.jspecify.annotations.Nullable;

/** Writes the summary of a comparison: a part for each run. */
final class ComparisonSummary {
    private ComparisonSummary() {}

    static Summary of(Comparison comparison) {
        List<ScoreRun> runs = comparison.runs();
        List<Summary.Part> parts = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            parts.add(part(
                    comparison.baseline(), runs.get(i), comparison.comparisons().get(i)));
        }
        List<String> caveats = new ArrayList<>();
        if (runs.size() > 1) {
            caveats.add("p is not adjusted for " + runs.size() + " comparisons.");
        }
        caveats.addAll(ClipMeter.CAVEATS);
        return new Summary(parts, caveats);
    }

    private static Summary.Part part(ScoreRun baseline, ScoreRun run, PairedComparison paired) {
        Summary.Headline headline = new Summary.Headline(
                run.name() + " against " + baseline.name() + ": Δ ",
                fixed("%+.4f", paired.delta().value()),
                " logits_per_image over " + prompts(paired));
        return new Summary.Part(headline, facts(paired), notes(baseline, run, paired));
    }

    private static List<Summary.Fact> facts(PairedComparison paired) {
        List<Summary.Fact> facts = new ArrayList<>();
        Mean.@Nullable Interval interval = paired.delta().interval();
        if (interval != null) {
            facts.add(
                    new Summary.Fact("95 % BCa", fixed("[%+.4f, ", interval.low()) + fixed("%+.4f]", interval.high())));
        }
        facts.add(new Summary.Fact(
                "means",
                fixed("%.4f", paired.baseline().value()) + " → "
                        + fixed("%.4f", paired.run().value()) + ", " + directions(paired)));
        facts.add(new Summary.Fact(
                "Wilcoxon p",
                paired.wilcoxon().text() + " (" + paired.wilcoxon().basis() + ")"));
        return facts;
    }

    /** What the figures say and leave out, one line each. */
    private static List<String> notes(ScoreRun baseline, ScoreRun run, PairedComparison comparison) {
        List<String> notes = new ArrayList<>();
        Double smallest = comparison.smallestDelta();
        if (smallest == null) {
            notes.add("one prompt alone gives no interval: the change may be chance");
        } else if (comparison.delta().interval() == null) {
            notes.add("every prompt changes by the same amount, which gives no interval");
        } else if (!comparison.differs()) {
            notes.add("the interval contains 0: this many prompts, with this spread, would detect a mean Δ of "
                    + fixed("%.4f", smallest) + " (80 % power, 5 % level)");
        }
        otherwise(baseline, run).ifPresent(notes::add);
        List<String> left = comparison.scores().leftovers(baseline.name(), run.name());
        if (!left.isEmpty()) {
            notes.add("left out: " + String.join(", ", left));
        }
        return notes;
    }

    /** What differs between how two runs were computed, which may be part of the change; empty if nothing does. */
    private static Optional<String> otherwise(ScoreRun baseline, ScoreRun run) {
        ModelInfo first = baseline.result().model();
        ModelInfo second = run.result().model();
        List<String> differences = new ArrayList<>();
        if (!first.preprocessing().equals(second.preprocessing())) {
            differences.add(
                    "preprocessing (" + preprocessing(baseline, run) + "; " + preprocessing(run, baseline) + ")");
        }
        if (!first.precision().equals(second.precision())) {
            differences.add("precision (" + first.precision() + "; " + second.precision() + ")");
        }
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("part of the change may come from different " + String.join(" and ", differences)
                        + ": score both runs with the same settings");
    }

    /** How a run's preprocessing differs from another's: the rules in words, else the settings that are not the same. */
    private static String preprocessing(ScoreRun run, ScoreRun other) {
        ImageRules rules = run.result().config().images();
        if (!rules.equals(other.result().config().images())) {
            return rules.differences().isEmpty() ? "like the reference" : String.join(", ", rules.differences());
        }
        List<String> words = List.of(run.result().model().preprocessing().split(" "));
        List<String> others = List.of(other.result().model().preprocessing().split(" "));
        int most = Math.min(words.size(), others.size());
        int start = 0;
        while (start < most && words.get(start).equals(others.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && words.get(words.size() - 1 - end).equals(others.get(others.size() - 1 - end))) {
            end++;
        }
        List<String> own = words.subList(start, words.size() - end);
        return own.isEmpty() ? "without this" : String.join(" ", own);
    }

    private static String prompts(PairedComparison comparison) {
        int n = comparison.delta().n();
        return n == 1 ? "1 prompt" : n + " prompts";
    }

    private static String directions(PairedComparison comparison) {
        PairedComparison.Changes changes = comparison.changes();
        return changes.higher() + " higher, " + changes.equal() + " equal, " + changes.lower() + " lower";
    }

    private static String fixed(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
