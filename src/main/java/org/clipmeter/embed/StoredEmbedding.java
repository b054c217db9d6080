package org.clipmeter.embed;

import java.util.Set;

/**
 * A kept embedding.
 *
 * @param vector of unit length, shape (projection_dim)
 * @param flags those of the image that it was computed from; none for a text
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredEmbedding(float[] vector, Set<ImageFlag> flags) {}
