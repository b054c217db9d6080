package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.compare.ComparisonNotes;
import org.clipmeter.compare.Equivalence;
import org.clipmeter.compare.Holm;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.PairedComparison;
import org.clipmeter.compare.Spread;
import org.clipmeter.compare.Wilcoxon;
import org.jspecify.annotations.Nullable;

/** Writes the summary of a comparison: a part for each run. */
final class ComparisonSummary {
    private ComparisonSummary() {}

    static Summary of(Comparison comparison) {
        int n = comparison.runs().size();
        List<@Nullable Double> adjusted = Holm.of(comparison.comparisons());
        List<Summary.Part> parts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ScoreRun run = comparison.runs().get(i);
            PairedComparison paired = comparison.comparisons().get(i);
            String holm = n == 1 ? "" : ", Holm-adjusted " + Wilcoxon.text(adjusted.get(i));
            parts.add(part(comparison.baseline(), run, paired, holm));
        }
        List<String> caveats = new ArrayList<>();
        if (n > 1) {
            caveats.add("The Holm-adjusted p accounts for all " + n + " comparisons; intervals"
                    + (comparison.options().margin() == null ? "" : " and margins") + " are those of each alone.");
        }
        caveats.addAll(comparison.baseline().result().model().said(ClipMeter.CAVEATS));
        return new Summary(parts, caveats);
    }

    private static Summary.Part part(ScoreRun baseline, ScoreRun run, PairedComparison paired, String holm) {
        int n = paired.delta().n();
        Summary.Headline headline = new Summary.Headline(
                run.name() + " against " + baseline.name() + ": Δ ",
                fixed("%+.4f", paired.delta().value()),
                " " + baseline.result().model().logitColumn() + " over " + n + (n == 1 ? " prompt" : " prompts"));
        List<String> notes = ComparisonNotes.of(paired, baseline.name(), baseline.result(), run.name(), run.result());
        return new Summary.Part(headline, facts(paired, holm), notes);
    }

    private static List<Summary.Fact> facts(PairedComparison paired, String holm) {
        List<Summary.Fact> facts = new ArrayList<>();
        Mean.@Nullable Interval interval = paired.delta().interval();
        if (interval != null) {
            facts.add(new Summary.Fact("95 % BCa", fixed("[%+.4f, %+.4f]", interval.low(), interval.high())));
        }
        Equivalence equivalence = paired.equivalence();
        if (equivalence != null) {
            facts.add(new Summary.Fact("", equivalence.text() + " (" + equivalence.basis() + ")"));
        }
        String means =
                fixed("%.4f → %.4f", paired.baseline().value(), paired.run().value());
        facts.add(new Summary.Fact("means", means + ", " + paired.changes().text()));
        Spread before = paired.baselineSpread();
        Spread after = paired.runSpread();
        facts.add(new Summary.Fact("medians", fixed("%.4f → %.4f", before.median(), after.median())));
        if (before.deviation() != null && after.deviation() != null) {
            facts.add(new Summary.Fact("sd", fixed("%.4f → %.4f", before.deviation(), after.deviation())));
        }
        Wilcoxon test = paired.wilcoxon();
        facts.add(new Summary.Fact("Wilcoxon p", test.text() + holm + " (" + test.basis() + ")"));
        if (test.rankBiserial() != null) {
            String effect = fixed(
                    "%+.3f, win rate %.3f",
                    test.rankBiserial(), paired.changes().winRate());
            facts.add(new Summary.Fact("rank-biserial", effect));
        }
        return facts;
    }

    private static String fixed(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
