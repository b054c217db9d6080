package org.clipmeter.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scales on which papers and packages report how well images match their prompts. */
public enum ScoreScale {
    /** {@code logits_per_image}, which is 100 · cosine to about 1e-5 under OpenAI's models. */
    LOGITS("logits_per_image"),
    /** 100 · cosine, whatever the model's logit_scale. */
    HUNDRED_COSINES("100 · cosine"),
    /** The cosine itself. */
    COSINE("cosine"),
    /** 2.5 · max(cosine, 0), the CLIP-S of Hessel et al. 2021 (arXiv 2104.08718), which they compute with a template. */
    CLIP_S("2.5 · max(cosine, 0)");

    private final String title;

    ScoreScale(String title) {
        this.title = title;
    }

    /** The formula. */
    public String title() {
        return title;
    }

    /** A score on this scale. */
    public double of(Scored scored) {
        return switch (this) {
            case LOGITS -> scored.logitsPerImage();
            case HUNDRED_COSINES -> 100 * scored.cosineSimilarity();
            case COSINE -> scored.cosineSimilarity();
            case CLIP_S -> scored.clipS();
        };
    }

    /** The mean over the images that have a score; null if none has. */
    public @Nullable Double meanOverImages(ScoreResult result) {
        List<Double> scores = new ArrayList<>();
        for (ScoreRow row : result.rows()) {
            if (row.outcome() instanceof Scored scored) {
                scores.add(of(scored));
            }
        }
        return mean(scores);
    }

    /**
     * The mean over the prompts of the means over each prompt's images that have a score, so that each prompt counts the
     * same however many images it has; null if no image has a score.
     */
    public @Nullable Double meanOverPrompts(ScoreResult result) {
        Map<String, List<Double>> byPrompt = new LinkedHashMap<>();
        for (ScoreRow row : result.rows()) {
            if (row.outcome() instanceof Scored scored) {
                byPrompt.computeIfAbsent(row.pair().prompt().id(), id -> new ArrayList<>())
                        .add(of(scored));
            }
        }
        List<Double> means = new ArrayList<>();
        byPrompt.values().forEach(scores -> means.add(mean(scores)));
        return mean(means);
    }

    private static @Nullable Double mean(List<Double> scores) {
        if (scores.isEmpty()) {
            return null;
        }
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return sum / scores.size();
    }

    @Override
    public String toString() {
        return title;
    }
}
