package org.clipmeter.model.siglip;

import java.io.IOException;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.transformer.NetworkLoader;

/** SigLIP, and SigLIP 2 with a fixed resolution, as transformers' SiglipModel computes them. */
public final class SiglipFamily implements ModelFamily {
    /** The family's name in a config.json. */
    public static final String MODEL_TYPE = "siglip";

    @Override
    public String modelType() {
        return MODEL_TYPE;
    }

    @Override
    public LoadedModel load(CheckpointFolder folder, ModelOptions options) throws IOException {
        SiglipSource source = SiglipSource.open(folder);
        return NetworkLoader.load(source, options, parts -> new SiglipModel(source, parts));
    }
}
