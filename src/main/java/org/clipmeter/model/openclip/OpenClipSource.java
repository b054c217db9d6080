package org.clipmeter.model.openclip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.model.clip.ClipSource;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.text.OpenClipText;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.WeightsException;

/**
 * A checkpoint with tensors under open_clip's names, prepared as open_clip does it.
 *
 * @param path the folder or the file, for messages
 * @param images prepares images
 * @param stored opens the weights, under their stored names
 * @param vocabulary the folder with the tokenizer
 * @param scores how embeddings are compared
 */
record OpenClipSource(
        Path path,
        ClipConfig config,
        Images images,
        Opening stored,
        Path vocabulary,
        Scores scores,
        List<String> warnings)
        implements ClipSource {
    /** Prepares images under rules. */
    interface Images {
        ImageProcessor under(ImageRules rules);
    }

    /** Opens weights. */
    interface Opening {
        Weights open() throws WeightsException;
    }

    /** How embeddings are compared, from exp(logit_scale). */
    interface Scores {
        Similarity of(double scale);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public List<String> architectures() {
        return List.of();
    }

    @Override
    public Weights weights() throws WeightsException, ModelException {
        Weights opened = stored.open();
        try {
            return OpenClipTensors.of(opened, name());
        } catch (ModelException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public ImageProcessor imageProcessor(ImageRules rules) {
        return images.under(rules);
    }

    @Override
    public ClipTokenizer tokenizer() throws IOException {
        return ClipTokenizer.open(
                vocabulary, config.text().maxPositionEmbeddings(), config.text().vocabSize());
    }

    @Override
    public String prepared(String text) {
        return OpenClipText.cleaned(text);
    }

    @Override
    public Similarity similarity(double scale) {
        return scores.of(scale);
    }
}
