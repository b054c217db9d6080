package org.clipmeter.score;

/**
 * Embeddings of a run that were found in the store instead of computed.
 *
 * @param images pairs whose image's embedding was found
 * @param texts distinct texts whose embedding was found
 */
public record CacheHits(int images, int texts) {
    /** Nothing was found. */
    public static final CacheHits NONE = new CacheHits(0, 0);
}
