package org.clipmeter.model.siglip;

import org.clipmeter.files.FileException;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;

/** The NaFlex variants of SigLIP 2, which are refused by name. */
public final class NaflexFamily implements ModelFamily {
    @Override
    public String modelType() {
        return "siglip2";
    }

    @Override
    public LoadedModel load(CheckpointFolder folder, ModelOptions options) throws ModelException {
        throw new ModelException(FileException.line(
                folder.config().file(),
                "model_type is \"siglip2\": a NaFlex variant of SigLIP 2, which reads images as patches of any resolution,"
                        + " is not supported. Use a checkpoint with a fixed resolution, such as"
                        + " google/siglip2-base-patch16-224."));
    }
}
