package org.clipmeter.model.siglip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.transformer.ExpectedTensors;
import org.clipmeter.model.transformer.NetworkSource;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.GemmaTokenizer;
import org.clipmeter.text.SiglipTokenizer;
import org.clipmeter.text.TextTokenizer;
import org.clipmeter.weights.Weights;

/** A folder in Hugging Face format, read as transformers' SiglipModel and SiglipProcessor read it. */
record SiglipSource(CheckpointFolder folder, SiglipConfig config) implements NetworkSource<TextTokenizer> {
    /** Reads config.json. */
    static SiglipSource open(CheckpointFolder folder) throws ModelException {
        return new SiglipSource(folder, SiglipConfig.read(folder.config()));
    }

    @Override
    public String name() {
        return folder.path().toString();
    }

    @Override
    public ExpectedTensors tensors() {
        return config.tensors(SiglipConfig.architectures(folder.config()));
    }

    @Override
    public int imageSize() {
        return config.imageSize();
    }

    @Override
    public boolean causalText() {
        return false;
    }

    @Override
    public Weights weights() throws IOException {
        return Weights.open(folder.path());
    }

    @Override
    public ClipImageProcessor imageProcessor(ImageRules rules) throws IOException {
        return ClipImageProcessor.open(folder.processor(), rules);
    }

    @Override
    public TextTokenizer tokenizer() throws IOException {
        return GemmaTokenizer.isNamedIn(folder.tokenizer())
                ? GemmaTokenizer.open(folder.tokenizer(), config.positions(), config.vocabSize())
                : SiglipTokenizer.open(folder.tokenizer(), config.positions(), config.vocabSize());
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(folder.config().warnings());
        warnings.addAll(folder.warnings());
        return warnings;
    }
}
