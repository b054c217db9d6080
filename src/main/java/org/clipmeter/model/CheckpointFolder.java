package org.clipmeter.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;

/**
 * A folder in Hugging Face format, and its {@code config.json}, which was read once. A checkpoint that lacks the settings for
 * images and the tokenizer may take them from another folder. Immutable.
 */
public final class CheckpointFolder {
    /** The most bytes of the file; published models need a few thousand. */
    private static final long LONGEST = 8 << 20;

    private final Path path;
    private final JsonObjectFile config;
    private final Path processor;
    private final Path tokenizer;
    private final String metric;

    private CheckpointFolder(Path path, JsonObjectFile config, Path processor, Path tokenizer, String metric) {
        this.path = path;
        this.config = config;
        this.processor = processor;
        this.tokenizer = tokenizer;
        this.metric = metric;
    }

    /**
     * Reads the {@code config.json} of a folder.
     *
     * @throws ModelException if it does not exist, is too large, or is not a JSON object
     */
    public static CheckpointFolder open(Path folder) throws ModelException {
        Path file = folder.resolve("config.json");
        if (!LocalFile.exists(file)) {
            throw new ModelException(file + " does not exist; expected the config.json of a CLIP checkpoint in Hugging"
                    + " Face format. Give the folder that holds it, or a Hub id.");
        }
        try {
            return new CheckpointFolder(
                    folder, JsonObjectFile.read(file, LONGEST), folder, folder, Similarity.CLIP_SCORE);
        } catch (FileException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** The same checkpoint, which takes the settings for images and the tokenizer from another folder. */
    public CheckpointFolder preparedBy(Path other) {
        return new CheckpointFolder(path, config, other, other, metric);
    }

    /** The same checkpoint, whose scores have a name of their own. */
    public CheckpointFolder scoring(String name) {
        return new CheckpointFolder(path, config, processor, tokenizer, name);
    }

    /** The folder with the settings for images. */
    public Path processor() {
        return processor;
    }

    /** The folder with the tokenizer. */
    public Path tokenizer() {
        return tokenizer;
    }

    /** The name of the model's scores, see {@link Similarity#metric()}. */
    public String metric() {
        return metric;
    }

    /** The content of {@code config.json}. */
    public JsonObjectFile config() {
        return config;
    }

    /** The {@code model_type} that config.json names; empty if it does not name any. */
    public String modelType() {
        return config.root().path("model_type").asText();
    }

    /** What the user should know about the folder's files, one line each. */
    public List<String> warnings() {
        return Files.exists(path.resolve("adapter_config.json"))
                ? List.of(path
                        + ": adapter_config.json belongs to an adapter (PEFT), which is not applied; merge it into the"
                        + " weights to score with it")
                : List.of();
    }
}
