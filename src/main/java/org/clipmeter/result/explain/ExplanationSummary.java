package org.clipmeter.result.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.Summary;
import org.clipmeter.explain.ExplainMethod;
import org.clipmeter.explain.ExplainedImage;
import org.clipmeter.explain.ExplainedText;
import org.clipmeter.explain.Faithfulness;

/** Writes the summary of an explanation: a part for each map. */
final class ExplanationSummary {
    private static final int MOST_PARTS = 12;
    private static final int LONGEST_TEXT = 60;

    /** A map whose order beats a smaller share of the random orders is called no better than chance. */
    private static final double CHANCE = .95;

    private ExplanationSummary() {}

    static Summary of(Explanation explanation) {
        List<Summary.Part> parts = new ArrayList<>();
        int maps = 0;
        for (ExplainedImage image : explanation.images()) {
            for (ExplainedText text : image.texts()) {
                maps++;
                if (parts.size() < MOST_PARTS) {
                    parts.add(part(explanation, image, text, parts.isEmpty()));
                }
            }
        }
        List<String> caveats = new ArrayList<>();
        if (maps > parts.size()) {
            caveats.add((maps - parts.size()) + " more maps are in the table.");
        }
        caveats.add("A map shows what this model's score depends on, by this method, not what the picture shows.");
        caveats.add("The values of different methods and models are not comparable.");
        return new Summary(parts, caveats);
    }

    private static Summary.Part part(
            Explanation explanation, ExplainedImage image, ExplainedText text, boolean isFirst) {
        Faithfulness test = text.faithfulness();
        int orders = test.random().size();
        List<Summary.Fact> facts = new ArrayList<>();
        if (isFirst) {
            ExplainMethod method = explanation.options().method();
            facts.add(new Summary.Fact("method:", method.title()));
            facts.add(new Summary.Fact("a value is the", method.unit()));
        }
        facts.add(new Summary.Fact("lead over neutral texts:", String.format(Locale.ROOT, "%.4f", text.lead())));
        facts.add(new Summary.Fact(
                "",
                "deleting the patches in this order lowers the lead faster than " + test.deletionBeats() + " of "
                        + orders + " random orders"));
        facts.add(new Summary.Fact(
                "",
                "inserting them in this order raises it faster than " + test.insertionBeats() + " of " + orders
                        + " random orders"));
        facts.add(new Summary.Fact("areas:", areas(test)));
        List<String> notes = new ArrayList<>(isFirst ? explanation.warnings() : List.of());
        if (test.deletionBeats() < CHANCE * orders) {
            notes.add("By deletion, this map is not clearly better than chance: do not trust its order.");
        }
        return new Summary.Part(
                new Summary.Headline(
                        explanation.model().metric() + " ",
                        String.format(Locale.ROOT, "%.4f", text.score()),
                        " of " + image.name() + " and the text: " + shortened(text.text())),
                facts,
                notes);
    }

    private static String areas(Faithfulness test) {
        String areas = "deletion " + area(test, test.deletion().area())
                + ", insertion " + area(test, test.insertion().area())
                + ", random orders " + area(test, test.randomArea());
        Faithfulness.Yardstick yardstick = test.yardstick();
        return yardstick == null
                ? areas
                : areas + ", the order by occlusion "
                        + area(test, yardstick.deletion().area()) + " and "
                        + area(test, yardstick.insertion().area());
    }

    private static String area(Faithfulness test, double area) {
        return String.format(Locale.ROOT, "%." + test.decimals() + "f", area);
    }

    /** A text of at most 60 characters. */
    static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT - 1)) + "…";
    }
}
