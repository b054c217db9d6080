package org.clipmeter.shapes.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.model.clip.ClipModel;

/**
 * The hidden states of captions' tokens, as the field reads them.
 *
 * @param rows for each caption its tokens' states, row-major, (tokens, width)
 * @param width of the states
 */
@SuppressWarnings("ArrayRecordComponent")
public record TextStates(List<float[]> rows, int width) {
    /** Added to the attention of padding. */
    private static final float HIDDEN = -1e9f;

    public TextStates {
        rows = List.copyOf(rows);
    }

    /** Reads captions by a model's tokenizer and text tower. */
    public static TextStates of(ClipModel reader, List<String> captions) throws IOException {
        List<long[]> inputIds = new ArrayList<>();
        for (String caption : captions) {
            inputIds.add(reader.tokenizer().encode(caption).inputIds());
        }
        return new TextStates(
                List.of(reader.textStates(inputIds)), reader.config().text().width());
    }

    private int length() {
        return rows.stream().mapToInt(row -> row.length / width).max().orElseThrow();
    }

    /** (captions, tokens of the longest, width); padding is 0. */
    public NDArray values(NDManager manager) {
        int length = length();
        float[] values = new float[rows.size() * length * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * length * width, rows.get(i).length);
        }
        return manager.create(values, new Shape(rows.size(), length, width));
    }

    /** 0 for a token and a very negative number for padding, (captions, 1, 1, tokens of the longest). */
    public NDArray mask(NDManager manager) {
        int length = length();
        float[] mask = new float[rows.size() * length];
        for (int i = 0; i < rows.size(); i++) {
            for (int t = rows.get(i).length / width; t < length; t++) {
                mask[i * length + t] = HIDDEN;
            }
        }
        return manager.create(mask, new Shape(rows.size(), 1, 1, length));
    }
}
