package org.clipmeter.shapes.edit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.FieldParameters;
import org.clipmeter.shapes.field.TextStates;

/**
 * Unified concept editing in closed form (Gandikota, Orgad, Belinkov, Materzyńska, Bau: Unified Concept Editing in
 * Diffusion Models, WACV 2024). The keys and values of each cross-attention are changed so that the tokens of captions
 * with the concept are read as those of the same captions with the anchor, and the tokens of other captions as before.
 *
 * <p>With e, a and k the states of tokens of the three kinds of captions, as columns, n captions with the concept and m
 * others: W' = W (w/n Σ a eᵀ + 1/m Σ k kᵀ + λI) (w/n Σ e eᵀ + 1/m Σ k kᵀ + λI)⁻¹, in double precision. All tokens count, since
 * the states of later tokens also know the concept.
 */
final class Uce {
    static final EditCaptions.Counts CAPTIONS = new EditCaptions.Counts(600, 1500);

    private static final double RIDGE = 1e-2;

    private Uce() {}

    /**
     * The changed keys and values, by the parameter's name.
     *
     * @param weight w, how strongly the concept counts against what is kept
     */
    static Map<String, float[]> edit(Field field, EditCaptions captions, double weight) throws IOException {
        Map<String, float[]> changed = new LinkedHashMap<>();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray erased = tokens(field.read(captions.erased()), manager);
            NDArray anchors = tokens(field.read(captions.anchors()), manager);
            NDArray kept = tokens(field.read(captions.kept()), manager);
            if (!erased.getShape().equals(anchors.getShape())) {
                throw new IllegalStateException("the anchor has other tokens than the concept");
            }
            NDArray same = kept.transpose()
                    .matMul(kept)
                    .mul(1.0 / captions.kept().size())
                    .add(manager.eye((int) kept.getShape().get(1))
                            .toType(DataType.FLOAT64, false)
                            .mul(RIDGE));
            double share = weight / captions.erased().size();
            NDArray asked = anchors.transpose().matMul(erased).mul(share).add(same);
            NDArray seen = erased.transpose().matMul(erased).mul(share).add(same);
            NDArray transform = asked.matMul(seen.inverse());
            for (FieldParameters.Parameter parameter : field.parameters()) {
                if (FieldParameters.readsText(parameter)) {
                    Shape shape = new Shape(
                            parameter.shape().get(0), parameter.shape().get(1));
                    NDArray before =
                            manager.create(field.values(parameter), shape).toType(DataType.FLOAT64, false);
                    changed.put(
                            parameter.name(),
                            before.matMul(transform)
                                    .toType(DataType.FLOAT32, false)
                                    .toFloatArray());
                }
            }
        }
        return changed;
    }

    /** The states of all tokens of all captions, (tokens, width). */
    private static NDArray tokens(TextStates states, NDManager manager) {
        List<float[]> rows = states.rows();
        int size = rows.stream().mapToInt(row -> row.length).sum();
        double[] all = new double[size];
        int at = 0;
        for (float[] row : rows) {
            for (float value : row) {
                all[at++] = value;
            }
        }
        return manager.create(all, new Shape(size / states.width(), states.width()));
    }
}
