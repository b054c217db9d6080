package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.clipmeter.model.TwoTower;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of image files, batch by batch: worker threads prepare images ahead of time, and {@link #next} encodes a
 * batch of them. One thread uses the object and closes it.
 */
public final class ImageEmbeddings implements AutoCloseable {
    private final TwoTower encoder;
    private final EmbeddingLookup kept;
    private final PictureLoader loader;
    private final PictureQueue queue;
    private final int total;
    private final int batch;
    private int taken;

    ImageEmbeddings(
            TwoTower encoder, EmbeddingLookup kept, PictureLoader loader, PictureQueue queue, int total, int batch) {
        this.encoder = encoder;
        this.kept = kept;
        this.loader = loader;
        this.queue = queue;
        this.total = total;
        this.batch = batch;
    }

    /** The most images that {@link #next} returns at once. */
    public int mostAtOnce() {
        return queue.chunk();
    }

    /**
     * Returns the next images in order: a batch of images that the model must encode, and those between them whose
     * outcome is known without the model.
     *
     * @return empty after the last image
     * @throws IOException if the model or its weights can't be used any longer
     * @throws CancellationException if the embedding was cancelled or this thread was interrupted, in which case its
     *     interrupt flag stays set; what earlier calls returned is stored
     */
    public List<EmbeddedImage> next() throws IOException {
        List<Picture> pictures = take();
        encode(pictures);
        List<EmbeddedImage> images = new ArrayList<>();
        Map<String, StoredEmbedding> save = new HashMap<>();
        for (Picture picture : pictures) {
            Embedding embedding = embedding(picture);
            boolean changed = picture.changed();
            images.add(new EmbeddedImage(
                    picture.path, changed ? Embedding.Fault.changed() : embedding, picture.flags, picture.kept));
            boolean fresh = !picture.kept && !changed && picture.twin == null;
            if (fresh && picture.content != null && embedding instanceof Embedding.Vector vector) {
                save.put(picture.content, new StoredEmbedding(vector.values(), picture.flags));
            }
        }
        kept.save(EmbeddingKey.Modality.IMAGE, save);
        return images;
    }

    /** Stops the workers without waiting for the images that they are decoding. */
    @Override
    public void close() {
        queue.close();
    }

    private List<Picture> take() throws IOException {
        List<Picture> pictures = new ArrayList<>();
        int fresh = 0;
        while (taken < total && pictures.size() < mostAtOnce() && fresh < batch) {
            Picture picture = takeOne();
            if (picture.twin != null && picture.twin.embedding instanceof Embedding.Fault) {
                // The twin may have failed for a reason that does not apply to this file, and its message names another
                // file.
                picture.twin = null;
                loader.prepare(picture);
            }
            if (picture.pixelValues != null) {
                fresh++;
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private Picture takeOne() throws IOException {
        @Nullable Picture picture = null;
        try {
            picture = queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (picture == null) {
            throw new CancellationException("cancelled at image " + taken + " of " + total);
        }
        taken++;
        return picture;
    }

    private void encode(List<Picture> pictures) throws IOException {
        List<Picture> fresh = new ArrayList<>();
        List<float[]> pixelValues = new ArrayList<>();
        for (Picture picture : pictures) {
            if (picture.pixelValues != null) {
                fresh.add(picture);
                pixelValues.add(picture.pixelValues);
            }
        }
        List<Embedding> embeddings = EncodedBatch.of(pixelValues, encoder::imageEmbeds);
        for (int i = 0; i < fresh.size(); i++) {
            fresh.get(i).embedding = embeddings.get(i);
            fresh.get(i).pixelValues = null;
        }
    }

    /** The picture's embedding, or its twin's. The twin was taken earlier or in the same batch. */
    private static Embedding embedding(Picture picture) {
        Picture twin = picture.twin;
        if (twin != null) {
            picture.embedding = twin.embedding;
            picture.flags = twin.flags;
        }
        if (picture.embedding == null) {
            throw new IllegalStateException(picture.path + " was taken before it was ready");
        }
        return picture.embedding;
    }
}
