package org.clipmeter.model;

import java.io.IOException;

/** A family of models, such as CLIP: it loads the checkpoints whose {@code config.json} names it. */
public interface ModelFamily {
    /** The {@code model_type} in the config.json of its checkpoints, such as {@code clip}. */
    String modelType();

    /**
     * Loads a checkpoint; the caller closes the model.
     *
     * @param folder also one whose config.json does not name any known family, if this family is the first of all
     *
     * @throws IOException in one line, if the folder does not hold a checkpoint of this family that can be used
     */
    LoadedModel load(CheckpointFolder folder, ModelOptions options) throws IOException;
}
