package org.clipmeter.notebook.view;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.Comparison;
import org.clipmeter.compare.PairedComparison;

/** A comparison in a few lines for each run: the mean change with its interval, and what it rests on. */
final class ComparisonCard {
    private final Comparison comparison;

    ComparisonCard(Comparison comparison) {
        this.comparison = comparison;
    }

    Output output() {
        return Output.of(comparison.summary(), html());
    }

    private String html() {
        Card card = new Card();
        for (int i = 0; i < comparison.runs().size(); i++) {
            PairedComparison paired = comparison.comparisons().get(i);
            card.headline(
                    String.format(Locale.ROOT, "%+.4f", paired.delta().value()),
                    "Δ logits_per_image, " + comparison.runs().get(i).name() + " − "
                            + comparison.baseline().name() + ", mean over n = "
                            + paired.delta().n() + " prompts");
            card.facts(facts(paired)).notes(comparison.remarks(i));
        }
        return card.closing(comparison.closing());
    }

    private static Map<String, String> facts(PairedComparison paired) {
        Map<String, String> facts = new LinkedHashMap<>();
        var interval = paired.delta().interval();
        if (interval != null) {
            facts.put("95 % BCa", String.format(Locale.ROOT, "[%+.4f, %+.4f]", interval.low(), interval.high()));
        }
        facts.put(
                "means",
                String.format(
                        Locale.ROOT,
                        "%.4f → %.4f",
                        paired.baseline().value(),
                        paired.run().value()));
        facts.put(
                "Wilcoxon p",
                paired.wilcoxon().text() + " (" + paired.wilcoxon().basis() + ")");
        var changes = paired.changes();
        facts.put("higher / equal / lower", changes.higher() + " / " + changes.equal() + " / " + changes.lower());
        return facts;
    }
}
