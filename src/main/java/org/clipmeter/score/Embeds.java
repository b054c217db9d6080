package org.clipmeter.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Embeddings of a run's images, or of these images' prompts: a vector for each image that has a score, in evaluation order. It is
 * immutable and safe from any thread.
 */
public final class Embeds {
    private final List<Row> rows;
    private final List<float[]> vectors;

    /**
     * What a vector belongs to.
     *
     * @param index the row of the run, counted from 0, failed ones included
     * @param id the prompt's id
     * @param image the image's name
     */
    public record Row(int index, String id, String image) {}

    /** @param vectors as many as rows, of one length and not changed afterwards */
    Embeds(List<Row> rows, List<float[]> vectors) {
        this.rows = List.copyOf(rows);
        this.vectors = List.copyOf(vectors);
    }

    /** What each vector belongs to. */
    public List<Row> rows() {
        return rows;
    }

    /** The prompts' ids, one for each vector; several images of a prompt share one. */
    public List<String> ids() {
        return rows.stream().map(Row::id).toList();
    }

    /** How many numbers a vector has: the model's projection_dim; 0 if there is no vector. */
    public int width() {
        return vectors.isEmpty() ? 0 : vectors.get(0).length;
    }

    /** A copy of a vector, of unit length and shape (projection_dim). */
    public float[] vector(int place) {
        return vectors.get(place).clone();
    }

    /** A copy of all vectors, each of unit length, as an array of shape (rows, projection_dim). */
    public float[][] vectors() {
        List<float[]> copies = new ArrayList<>();
        vectors.forEach(vector -> copies.add(vector.clone()));
        return copies.toArray(float[][]::new);
    }

    @Override
    public String toString() {
        return rows.size() + " embeddings of " + width() + " numbers";
    }
}
