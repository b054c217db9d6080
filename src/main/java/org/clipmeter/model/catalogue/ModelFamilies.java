package org.clipmeter.model.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.model.siglip.NaflexFamily;
import org.clipmeter.model.siglip.SiglipFamily;

/** The one list of model families; {@code model_type} in a checkpoint's config.json chooses among them. */
public final class ModelFamilies {
    /** All families; the first one reads checkpoints that do not name a family, or refuses them in its own words. */
    public static final ModelFamilies ALL =
            new ModelFamilies(List.of(new ClipFamily(), new SiglipFamily(), new NaflexFamily()));

    private final List<ModelFamily> families;

    /** @param families at least one; the first reads checkpoints that name none of them */
    public ModelFamilies(List<ModelFamily> families) {
        this.families = List.copyOf(families);
    }

    /** Whether a {@code model_type} is that of one of these families. */
    public boolean knows(String modelType) {
        return families.stream().anyMatch(family -> family.modelType().equals(modelType));
    }

    /**
     * Loads a folder in Hugging Face format with the family that its config.json names; the caller closes the model.
     *
     * @throws IOException in one line, if the folder does not hold a checkpoint that can be used
     */
    public LoadedModel load(Path folder, ModelOptions options) throws IOException {
        return load(CheckpointFolder.open(folder), options);
    }

    /**
     * Loads a checkpoint with the family that its config.json names; the caller closes the model.
     *
     * @throws IOException in one line, if it can't be used
     */
    public LoadedModel load(CheckpointFolder checkpoint, ModelOptions options) throws IOException {
        return families.stream()
                .filter(family -> family.modelType().equals(checkpoint.modelType()))
                .findFirst()
                .orElse(families.get(0))
                .load(checkpoint, options);
    }
}
