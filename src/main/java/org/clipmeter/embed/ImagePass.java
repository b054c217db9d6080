package org.clipmeter.embed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.clipmeter.model.ModelClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of image files by several models, batch by batch: worker threads read and decode each image once and prepare
 * it for all models ahead of time, and {@link #next} encodes a batch with each of them. Pixels are released as soon as
 * they are encoded. One thread uses the object and closes it.
 */
public final class ImagePass implements AutoCloseable {
    private final List<EmbeddingModel> models;
    private final PictureLoader loader;
    private final ImageClaims claims;
    private final PictureQueue queue;
    private final int total;
    private final int batch;
    private final List<@Nullable Exception> failures;
    private int taken;

    ImagePass(
            List<EmbeddingModel> models,
            PictureLoader loader,
            ImageClaims claims,
            PictureQueue queue,
            int total,
            int batch) {
        this.models = models;
        this.loader = loader;
        this.claims = claims;
        this.queue = queue;
        this.total = total;
        this.batch = batch;
        this.failures = new ArrayList<>(Collections.nCopies(models.size(), null));
    }

    /** The most images that {@link #next} returns at once. */
    public int mostAtOnce() {
        return queue.chunk();
    }

    /**
     * Why a model can't be used any longer: an {@link IOException} or a {@link ModelClosedException}; null if it can. Images that it did
     * not encode before have that as their fault, and the other models go on.
     */
    public @Nullable Exception failure(int model) {
        return failures.get(model);
    }

    /**
     * Returns the next images in order: a batch of images that a model must encode, and those between them whose outcome
     * is known without the models. Images that another process is computing are waited for.
     *
     * @return for each image a list with its embedding by each model, in the models' order; empty after the last image
     * @throws IOException if the stored embeddings of a model can't be looked up
     * @throws CancellationException if the embedding was cancelled or this thread was interrupted, in which case its
     *     interrupt flag stays set; what earlier calls returned is stored
     */
    public List<List<EmbeddedImage>> next() throws IOException {
        List<Picture> pictures = take();
        compute(pictures.stream()
                .filter(picture -> picture.state != Picture.State.AWAITED)
                .toList());
        await(pictures);
        List<List<EmbeddedImage>> images = new ArrayList<>();
        for (Picture picture : pictures) {
            takeFromTwin(picture);
            boolean changed = picture.changed();
            List<EmbeddedImage> byModel = new ArrayList<>();
            for (Picture.Part part : picture.parts) {
                if (part.embedding == null) {
                    throw new IllegalStateException(picture.path + " was taken before it was ready");
                }
                Embedding embedding = changed ? Embedding.Fault.changed() : part.embedding;
                byModel.add(new EmbeddedImage(picture.path, embedding, picture.flags, part.kept));
            }
            images.add(byModel);
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
        takeStored(pictures);
        for (int i = 0; i < models.size(); i++) {
            List<Picture> fresh = encode(i, pictures);
            Map<String, StoredEmbedding> save = new HashMap<>();
            for (Picture picture : fresh) {
                if (picture.content != null
                        && picture.parts.get(i).embedding instanceof Embedding.Vector vector
                        && !picture.changed()) {
                    save.put(picture.content, new StoredEmbedding(vector.values(), picture.flags));
                }
            }
            models.get(i).kept().save(EmbeddingKey.Modality.IMAGE, save);
        }
        claims.release(pictures);
    }

    /** Gives pictures the embeddings that were stored since they were looked up. */
    private void takeStored(List<Picture> pictures) throws IOException {
        for (int i = 0; i < models.size(); i++) {
            List<Picture> lacking = new ArrayList<>();
            for (Picture picture : pictures) {
                if (picture.content != null && picture.twin == null && picture.parts.get(i).embedding == null) {
                    lacking.add(picture);
                }
            }
            Map<String, StoredEmbedding> found = models.get(i)
                    .kept()
                    .findAgain(
                            EmbeddingKey.Modality.IMAGE,
                            lacking.stream().map(picture -> picture.content).toList());
            for (Picture picture : lacking) {
                StoredEmbedding stored = found.get(picture.content);
                if (stored != null) {
                    picture.parts.get(i).take(stored);
                    picture.flags = stored.flags();
                }
            }
        }
    }

    /** Waits for the pictures that others compute, and computes what they have left without storing it. */
    private void await(List<Picture> pictures) throws IOException {
        List<Picture> awaited = new ArrayList<>(pictures.stream()
                .filter(picture -> picture.state == Picture.State.AWAITED)
                .toList());
        List<EmbeddingLookup.Patience> patience =
                models.stream().map(model -> model.kept().patience()).toList();
        while (!awaited.isEmpty()) {
            takeStored(awaited);
            if (awaited.removeIf(Picture::isKnown)) {
                patience.forEach(EmbeddingLookup.Patience::renew);
            }
            List<Picture> ours = new ArrayList<>();
            for (Picture picture : awaited) {
                if (ours.size() < batch && claims.take(picture)) {
                    ours.add(picture);
                }
            }
            takeStored(ours); // others may have stored it just before they released it
            ours.stream().filter(picture -> !picture.isKnown()).forEach(loader::prepare);
            compute(ours);
            awaited.removeAll(ours);
            if (ours.isEmpty() && !awaited.isEmpty()) {
                pause(patience);
            }
        }
        computeFailedTwins(pictures);
    }

    private void pause(List<EmbeddingLookup.Patience> patience) {
        try {
            if (!queue.cancelled()) {
                patience.forEach(EmbeddingLookup.Patience::check);
                patience.get(0).pause();
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
            if (twin != null && twin.state == Picture.State.AWAITED && twin.hasFault()) {
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
            if (picture.twin != null && picture.twin.hasFault()) {
                // The twin may have failed for a reason that does not apply to this file, and its message names another
                // file.
                picture.twin = null;
                loader.prepare(picture);
            }
            if (picture.isFresh()) {
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

    /** Encodes what the pictures have for one model, in batches that suit it, and returns these pictures. */
    private List<Picture> encode(int model, List<Picture> pictures) {
        List<Picture> fresh = new ArrayList<>();
        for (Picture picture : pictures) {
            if (picture.parts.get(model).pixelValues != null) {
                fresh.add(picture);
            }
        }
        int most = models.get(model).batch();
        for (int from = 0; from < fresh.size(); from += most) {
            if ((from > 0 || model > 0) && queue.cancelled()) { // a large model takes long for the batch of a small one
                throw new CancellationException("cancelled before image " + taken + " of " + total);
            }
            List<Picture.Part> parts = fresh.subList(from, Math.min(fresh.size(), from + most)).stream()
                    .map(picture -> picture.parts.get(model))
                    .toList();
            List<float[]> pixelValues = new ArrayList<>();
            for (Picture.Part part : parts) {
                if (part.pixelValues != null) {
                    pixelValues.add(part.pixelValues);
                }
            }
            List<Embedding> embeddings = embeddings(model, pixelValues);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).embedding = embeddings.get(i);
                parts.get(i).pixelValues = null;
            }
        }
        return fresh;
    }

    private List<Embedding> embeddings(int model, List<float[]> pixelValues) {
        Exception failure = failures.get(model);
        if (failure == null) {
            try {
                return EncodedBatch.of(pixelValues, models.get(model).encoder()::imageEmbeds);
            } catch (IOException | ModelClosedException e) {
                failures.set(model, e);
                failure = e;
            }
        }
        return Collections.nCopies(pixelValues.size(), Embedding.Fault.ofModel(failure));
    }

    /** Gives a picture the embeddings of its twin, which was taken earlier or in the same batch. */
    private static void takeFromTwin(Picture picture) {
        Picture twin = picture.twin;
        if (twin != null) {
            for (int i = 0; i < picture.parts.size(); i++) {
                picture.parts.get(i).embedding = twin.parts.get(i).embedding;
            }
            picture.flags = twin.flags;
        }
    }
}
