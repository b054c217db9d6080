package org.clipmeter.embed.cache;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a cache holds.
 *
 * @param file where it is
 * @param bytes its size on the disk
 * @param limit the most bytes; what was used least recently goes first
 * @param parts by tower and model; the most recently used first
 */
public record CacheContents(Path file, long bytes, long limit, List<Part> parts) {
    /**
     * The embeddings of a model's tower.
     *
     * @param id of this part in the file
     * @param kind {@code image} or {@code text}
     * @param model the name under which it was used last; empty where it was given none
     * @param space what the vectors depend on besides the image or the text
     * @param embeddings how many there are
     * @param used when one was last looked up or added, give or take an hour
     */
    public record Part(long id, String kind, String model, String space, long embeddings, Instant used) {}
}
