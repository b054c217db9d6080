package org.clipmeter.model.transformer;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.text.TextTokenizer;

/**
 * What {@link NetworkLoader} opened for a model.
 *
 * @param manager owns the parameters, on the device in use
 * @param root the parameters
 * @param visionLayer the computation of a layer of the vision tower
 * @param textLayer the computation of a layer of the text tower
 * @param weights the tensors as they are stored
 * @param warnings what the user should know about the files, one line each
 * @param resources everything that is open; the model closes it
 */
public record NetworkParts<T extends TextTokenizer>(
        NDManager manager,
        Parameters root,
        TransformerLayer visionLayer,
        TransformerLayer textLayer,
        StoredTensors weights,
        ModelOptions.Precision precision,
        ImageProcessor imageProcessor,
        T tokenizer,
        List<String> warnings,
        Resources resources) {
    /** The parts, with their warnings copied. */
    public NetworkParts {
        warnings = List.copyOf(warnings);
    }
}
