package org.clipmeter.model.clip;

import java.io.IOException;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;

/** CLIP, as transformers' CLIPModel computes it. */
public final class ClipFamily implements ModelFamily {
    /** The {@code model_type} of a CLIP. */
    public static final String MODEL_TYPE = "clip";

    @Override
    public String modelType() {
        return MODEL_TYPE;
    }

    @Override
    public LoadedModel load(CheckpointFolder folder, ModelOptions options) throws IOException {
        return ClipModel.load(TransformersFolder.open(folder), options);
    }
}
