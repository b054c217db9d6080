package org.clipmeter.model;

import java.io.IOException;
import java.nio.file.Path;

/** A family of models, such as CLIP: it loads the checkpoints whose {@code config.json} names it. */
public interface ModelFamily {
    /** The {@code model_type} in the config.json of its checkpoints, such as {@code clip}. */
    String modelType();

    /**
     * Loads a folder in Hugging Face format; the caller closes the model.
     *
     * @throws IOException in one line, if the folder does not hold a checkpoint of this family that can be used
     */
    LoadedModel load(Path folder, ModelOptions options) throws IOException;
}
