package org.clipmeter.shapes.edit;

/**
 * What an edit did to a matrix of cross-attention.
 *
 * @param name the parameter, such as {@code blocks.0.key.weight}
 * @param rows its number of rows
 * @param columns its number of columns, the width of the caption's states
 * @param norm its Frobenius norm before the edit
 * @param relative the Frobenius norm of the change, relative to that
 */
public record MatrixChange(String name, int rows, int columns, double norm, double relative) {
    static MatrixChange of(String name, int columns, float[] before, float[] after) {
        double norm = 0;
        double change = 0;
        for (int i = 0; i < before.length; i++) {
            double difference = (double) after[i] - before[i];
            norm += (double) before[i] * before[i];
            change += difference * difference;
        }
        return new MatrixChange(
                name, before.length / columns, columns, Math.sqrt(norm), norm == 0 ? 0 : Math.sqrt(change / norm));
    }
}
