package org.clipmeter.score;

/**
 * A score.
 *
 * @param logitsPerImage exp(logit_scale) · cosine, about 25 for a fitting image under OpenAI's models; may be negative
 * @param cosineSimilarity of the image's and the text's embedding, from -1 to 1
 */
public record Scored(double logitsPerImage, double cosineSimilarity) implements Outcome {
    /** CLIP-S of Hessel et al. 2021 (arXiv 2104.08718): 2.5 · max(cosine, 0). */
    public double clipS() {
        return 2.5 * Math.max(cosineSimilarity, 0);
    }

    @Override
    public String status() {
        return "scored";
    }
}
