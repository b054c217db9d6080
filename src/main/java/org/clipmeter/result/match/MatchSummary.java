package org.clipmeter.result.match;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.Summary;
import org.clipmeter.match.MatchCell;
import org.clipmeter.match.ModelMatch;
import org.clipmeter.model.Similarity;
import org.clipmeter.score.Failed;
import org.clipmeter.score.Scored;

/** Writes the summary of a match: a part for each model, with a line for each image. */
final class MatchSummary {
    private static final int MOST_IMAGES = 12;
    private static final int LONGEST_TEXT = 60;

    private MatchSummary() {}

    static Summary of(Match match) {
        List<Summary.Part> parts = new ArrayList<>();
        for (ModelMatch model : match.models()) {
            List<String> notes = parts.isEmpty() ? match.warnings() : List.of();
            parts.add(part(model, notes));
        }
        List<String> caveats = new ArrayList<>();
        if (match.models().stream()
                .flatMap(model -> model.cells().stream())
                .anyMatch(cell -> cell.probability() == null)) {
            caveats.add("The softmax compares only the texts that were given; with other texts it is another one.");
        }
        if (match.models().stream()
                .flatMap(model -> model.cells().stream())
                .anyMatch(cell -> cell.probability() != null)) {
            caveats.add("SigLIP gives each image and text a probability of their own: these do not sum to 1.");
        }
        if (match.models().size() > 1) {
            caveats.add("Logits and cosines of different models are not comparable; which text comes first is.");
        }
        return new Summary(parts, caveats);
    }

    private static Summary.Part part(ModelMatch model, List<String> notes) {
        Map<Path, List<MatchCell>> byImage = new LinkedHashMap<>();
        model.cells().forEach(cell -> byImage.computeIfAbsent(cell.image(), image -> new ArrayList<>())
                .add(cell));
        int texts = (int) model.cells().stream().map(MatchCell::text).distinct().count();
        String images = byImage.size() == 1 ? "1 image" : byImage.size() + " images";
        Summary.Headline headline = new Summary.Headline(
                model.model().name() + ": ", images, texts == 1 ? " and 1 text" : " and " + texts + " texts");
        List<Summary.Fact> facts = new ArrayList<>();
        byImage.forEach((image, cells) -> {
            if (facts.size() < MOST_IMAGES) {
                facts.add(new Summary.Fact(String.valueOf(image.getFileName()) + ":", best(cells)));
            }
        });
        List<String> all = new ArrayList<>(notes);
        if (byImage.size() > MOST_IMAGES) {
            all.add(0, (byImage.size() - MOST_IMAGES) + " more images are in the table");
        }
        return new Summary.Part(headline, facts, all);
    }

    /** The text that fits an image best, or why the image has no scores. */
    private static String best(List<MatchCell> cells) {
        MatchCell best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (MatchCell cell : cells) {
            if (cell.outcome() instanceof Scored scored && scored.logitsPerImage() > highest) {
                best = cell;
                highest = scored.logitsPerImage();
            }
        }
        if (best == null || !(best.outcome() instanceof Scored scored)) {
            return cells.get(0).outcome() instanceof Failed failed
                    ? failed.status() + ", " + failed.message()
                    : "no score";
        }
        boolean sigmoid = best.probability() != null;
        String share = sigmoid
                ? String.format(Locale.ROOT, ", probability %.4f", best.probability())
                : cells.size() == 1 || best.softmax() == null
                        ? ""
                        : String.format(Locale.ROOT, ", softmax %.4f", best.softmax());
        return "'" + shortened(best.text()) + "'"
                + String.format(
                        Locale.ROOT,
                        ": %s %.4f, cosine %.4f",
                        sigmoid ? Similarity.SIGLIP_LOGIT : "logits_per_image",
                        scored.logitsPerImage(),
                        scored.cosineSimilarity())
                + share;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
