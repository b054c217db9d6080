package org.clipmeter.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.image.ClipImageProcessor;
import org.clipmeter.text.ClipTokenizer;
import org.jspecify.annotations.Nullable;

/** A CLIP model that is ready to encode. Safe for use by one thread at a time. */
public final class ClipModel implements AutoCloseable {
    private ClipModel() {}

    /**
     * Loads a model folder in Hugging Face format.
     *
     * @param device {@code cpu}, {@code cuda}, {@code cuda:1}; null is CUDA where the engine sees one, else CPU
     */
    public static ClipModel load(Path folder, @Nullable String device) throws IOException {
        throw new UnsupportedOperationException(folder.toString() + device);
    }

    public ClipImageProcessor imageProcessor() {
        throw new UnsupportedOperationException();
    }

    public ClipTokenizer tokenizer() {
        throw new UnsupportedOperationException();
    }

    /** Unit-length image embeddings, shape (batch, projection_dim), of pixelValues of shape (3, height, width) each. */
    public float[][] imageEmbeds(List<float[]> pixelValues) {
        throw new UnsupportedOperationException();
    }

    /** Unit-length text embeddings, shape (batch, projection_dim), of inputIds without padding. */
    public float[][] textEmbeds(List<long[]> inputIds) {
        throw new UnsupportedOperationException();
    }

    /** exp(logit_scale): what a cosine is multiplied with to give logits_per_image. */
    public float logitScaleExp() {
        throw new UnsupportedOperationException();
    }

    /** The device in use: {@code cpu}, {@code cuda:0}. */
    public String device() {
        throw new UnsupportedOperationException();
    }

    /** The precision in use: {@code fp32}. */
    public String precision() {
        throw new UnsupportedOperationException();
    }

    /** The hash of the weights, see {@link org.clipmeter.weights.Weights#fingerprint()}. */
    public String fingerprint() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
