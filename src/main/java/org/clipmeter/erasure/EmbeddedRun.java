package org.clipmeter.erasure;

import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.embed.EmbeddedImage;
import org.clipmeter.embed.Embedding;
import org.clipmeter.score.ModelInfo;

/**
 * The embedded images of a run.
 *
 * @param name what to call the run
 * @param keys what joins each image to that of another run, in the order of the images
 * @param images each image's embedding, or why it has none
 * @param model what embedded them
 */
public record EmbeddedRun(String name, List<ImageKey> keys, List<EmbeddedImage> images, ModelInfo model) {
    /** The run, with its lists copied. */
    public EmbeddedRun {
        keys = List.copyOf(keys);
        images = List.copyOf(images);
    }

    /** The embeddings of the images that have one, in order. */
    List<float[]> vectors() {
        return images.stream()
                .filter(image -> image.embedding() instanceof Embedding.Vector)
                .map(image -> ((Embedding.Vector) image.embedding()).values())
                .toList();
    }

    /** How many images have no embedding. */
    public int failed() {
        return images.size() - vectors().size();
    }

    /** Whether more than 1 % of the pictures are all black or transparent. */
    boolean flagsMatter() {
        return Flagged.matter(images, image -> Flagged.is(image.flags()));
    }

    /** How many pictures are all black or transparent. */
    public int flagged() {
        return (int) images.stream().filter(image -> Flagged.is(image.flags())).count();
    }

    /** The same without these pictures. */
    EmbeddedRun withoutFlagged() {
        List<Integer> kept = IntStream.range(0, images.size())
                .filter(i -> !Flagged.is(images.get(i).flags()))
                .boxed()
                .toList();
        return new EmbeddedRun(
                name,
                kept.stream().map(keys::get).toList(),
                kept.stream().map(images::get).toList(),
                model);
    }
}
