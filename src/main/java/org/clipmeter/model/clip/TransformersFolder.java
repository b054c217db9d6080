package org.clipmeter.model.clip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.Similarity;
import org.clipmeter.preprocess.ClipImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.weights.Weights;

/** A folder in Hugging Face format, read as transformers' CLIPModel, CLIPImageProcessor and CLIPTokenizer read it. */
record TransformersFolder(CheckpointFolder folder, ConfigReader.ConfigFile read) implements ClipSource {
    /** Reads config.json. */
    static TransformersFolder open(CheckpointFolder folder) throws ModelException {
        return new TransformersFolder(folder, ConfigReader.read(folder.config()));
    }

    @Override
    public String name() {
        return folder.path().toString();
    }

    @Override
    public ClipConfig config() {
        return read.config();
    }

    @Override
    public List<String> architectures() {
        return read.architectures();
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
    public ClipTokenizer tokenizer() throws IOException {
        ClipConfig.TextConfig text = config().text();
        return ClipTokenizer.open(folder.tokenizer(), text.maxPositionEmbeddings(), text.vocabSize());
    }

    @Override
    public Similarity similarity(double scale) {
        return new Similarity(scale, 0, folder.metric());
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(read.warnings());
        warnings.addAll(folder.warnings());
        return warnings;
    }
}
