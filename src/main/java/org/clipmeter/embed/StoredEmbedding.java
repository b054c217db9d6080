package org.clipmeter.embed;

import java.util.Set;

/**
 * An embedding as it is stored.
 *
 * @param vector of unit length, shape (projection_dim)
 * @param flags the flags of the image that it was computed from; empty for a text
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredEmbedding(float[] vector, Set<ImageFlag> flags) {}
