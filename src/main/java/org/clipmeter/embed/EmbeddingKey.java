package org.clipmeter.embed;

/**
 * What an embedding was computed from.
 *
 * @param kind which tower computed it
 * @param content sha256, in hexadecimal, of the image file's bytes, or of the text's token ids
 * @param space what else the vector depends on, in one line: weights, preprocessing, precision, kind of device
 */
public record EmbeddingKey(Kind kind, String content, String space) {
    /** The two towers. */
    public enum Kind {
        /** The tower that embeds images. */
        IMAGE,
        /** The tower that embeds texts. */
        TEXT
    }
}
