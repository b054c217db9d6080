package org.clipmeter.embed;

/**
 * What an embedding was computed from.
 *
 * @param modality what was embedded, and so which tower computed it
 * @param content sha256, in hexadecimal, of the image file's bytes, or of the text's token ids
 * @param space what else the vector depends on, in one line: weights, preprocessing, precision, kind of device
 */
public record EmbeddingKey(Modality modality, String content, String space) {
    /** What the two towers of a model embed. */
    public enum Modality {
        /** An image. */
        IMAGE,
        /** A text. */
        TEXT
    }
}
