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
    private final ImageClaims claims;
    private final PictureQueue queue;
    private final int total;
    private final int batch;
    private int taken;

    ImageEmbeddings(
            TwoTower encoder,
            EmbeddingLookup kept,
            PictureLoader loader,
            ImageClaims claims,
            PictureQueue queue,
            int total,
            int batch) {
        this.encoder = encoder;
        this.kept = kept;
        this.loader = loader;
        this.claims = claims;
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
     * outcome is known without the model. Images that another process is computing are waited for.
     *
     * @return empty after the last image
     * @throws IOException if the model or its weights can't be used any longer
     * @throws CancellationException if the embedding was cancelled or this thread was interrupted, in which case its
     *     interrupt flag stays set; what earlier calls returned is stored
     */
    public List<EmbeddedImage> next() throws IOException {
        List<Picture> pictures = take();
        compute(pictures.stream()
                .filter(picture -> picture.state != Picture.State.AWAITED)
                .toList());
        await(pictures);
        List<EmbeddedImage> images = new ArrayList<>();
        for (Picture picture : pictures) {
            Embedding embedding = embedding(picture);
            images.add(new EmbeddedImage(
                    picture.path,
                    picture.changed() ? Embedding.Fault.changed() : embedding,
                    picture.flags,
                    picture.kept));
        }
        return images;
    }

    /** Stops the workers without waiting for the images that they are decoding. */
    @Override
    public void close() {
        queue.close();
        claims.close();
    }

    /** Encodes the decoded pictures that nobody has stored meanwhile, stores them, and releases all pictures. */
    private void compute(List<Picture> pictures) throws IOException {
        takeStored(pictures.stream()
                .filter(picture -> picture.pixelValues != null && picture.content != null)
                .toList());
        List<Picture> fresh = encode(pictures);
        Map<String, StoredEmbedding> save = new HashMap<>();
        for (Picture picture : fresh) {
            if (picture.content != null && picture.embedding instanceof Embedding.Vector vector && !picture.changed()) {
                save.put(picture.content, new StoredEmbedding(vector.values(), picture.flags));
            }
        }
        kept.save(EmbeddingKey.Modality.IMAGE, save);
        claims.release(pictures);
    }

    /** Gives pictures the embeddings that were stored since they were looked up. */
    private void takeStored(List<Picture> pictures) throws IOException {
        Map<String, StoredEmbedding> found = kept.findAgain(
                EmbeddingKey.Modality.IMAGE,
                pictures.stream().map(picture -> picture.content).toList());
        for (Picture picture : pictures) {
            StoredEmbedding stored = found.get(picture.content);
            if (stored != null) {
                picture.take(stored);
            }
        }
    }

    /** Waits for the pictures that others compute, and computes what they have left without storing it. */
    private void await(List<Picture> pictures) throws IOException {
        List<Picture> awaited = new ArrayList<>(pictures.stream()
                .filter(picture -> picture.state == Picture.State.AWAITED)
                .toList());
        EmbeddingLookup.Patience patience = kept.patience();
        while (!awaited.isEmpty()) {
            takeStored(awaited);
            if (awaited.removeIf(picture -> picture.embedding != null)) {
                patience.renew();
            }
            List<Picture> ours = new ArrayList<>();
            for (Picture picture : awaited) {
                if (ours.size() < batch && claims.take(picture)) {
                    ours.add(picture);
                }
            }
            takeStored(ours); // others may have stored it just before they released it
            ours.stream().filter(picture -> picture.embedding == null).forEach(loader::prepare);
            compute(ours);
            awaited.removeAll(ours);
            if (ours.isEmpty() && !awaited.isEmpty()) {
                pause(patience);
            }
        }
        computeFailedTwins(pictures);
    }

    private void pause(EmbeddingLookup.Patience patience) {
        try {
            if (!queue.cancelled()) {
                patience.pause();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CancellationException("cancelled before image " + taken + " of " + total);
    }

    /** The same as {@link #take} does for earlier twins, for those that were awaited and have failed only now. */
    private void computeFailedTwins(List<Picture> pictures) throws IOException {
        List<Picture> orphans = new ArrayList<>();
        for (Picture picture : pictures) {
            Picture twin = picture.twin;
            if (twin != null && twin.state == Picture.State.AWAITED && twin.embedding instanceof Embedding.Fault) {
                picture.twin = null;
                loader.prepare(picture);
                orphans.add(picture);
            }
        }
        compute(orphans);
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

    private List<Picture> encode(List<Picture> pictures) throws IOException {
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
        return fresh;
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
