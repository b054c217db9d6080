package org.clipmeter.embed.cache;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The contents of a cache.
 *
 * @param file the path of the cache file
 * @param bytes its size on the disk
 * @param limit the most bytes; beyond them, the least recently used embeddings are deleted
 * @param parts the embeddings by tower and model, the most recently used first
 */
public record CacheContents(Path file, long bytes, long limit, List<Part> parts) {
    /**
     * The embeddings of one tower of a model.
     *
     * @param id the number of this part in the file
     * @param kind {@code image} or {@code text}
     * @param model the name under which it was last used; empty if it was used without a name
     * @param space what the vectors depend on besides the image or the text
     * @param embeddings how many there are
     * @param used when one was last looked up or added, right to the minute
     */
    public record Part(long id, String kind, String model, String space, long embeddings, Instant used) {}
}
