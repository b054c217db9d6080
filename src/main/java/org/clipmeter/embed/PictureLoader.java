package org.clipmeter.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ClaimedSize;
import org.clipmeter.image.decode.ImageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads, looks up and decodes pictures on several threads, within a memory budget, once for all models. Whatever goes
 * wrong is recorded as the failure of that one picture.
 */
final class PictureLoader {
    /** How files are read and decoded. */
    interface Source {
        /** Reads and decodes files as they are. */
        Source FILES = new Source() {
            @Override
            public byte[] read(Path file) throws ImageException {
                return ImageDecoder.read(file);
            }

            @Override
            public RgbImage decode(byte[] encoded, String name) throws ImageException {
                return ImageDecoder.decode(encoded, name);
            }
        };

        byte[] read(Path file) throws ImageException;

        RgbImage decode(byte[] encoded, String name) throws ImageException;
    }

    /** An estimate: the decoder's samples, the RGB image and one temporary copy. */
    private static final int BYTES_PER_PIXEL = 8;

    private final List<EmbeddingModel> models;
    private final Source source;
    private final PictureGate gate;
    private final long largest;
    private final AtomicLong room;

    PictureLoader(List<EmbeddingModel> models, Source source, Budget budget) {
        this.models = models;
        this.source = source;
        this.gate = new PictureGate(budget.pictureBytes());
        this.largest = budget.largestFileBytes();
        this.room = new AtomicLong(budget.heldFileBytes());
    }

    /** Finds stored embeddings. The bytes of the other pictures stay in memory while the budget allows it. */
    void fetch(List<Picture> pictures) throws IOException {
        if (models.stream().noneMatch(model -> model.kept().inUse())) {
            return;
        }
        List<String> contents = new ArrayList<>();
        for (Picture picture : pictures) {
            picture.stamp = FileStamp.of(picture.path);
            if (isLarge(picture)) {
                gate.alone(() -> hash(picture));
            } else {
                hash(picture);
            }
            if (picture.content != null) {
                contents.add(picture.content);
            }
        }
        for (int i = 0; i < models.size(); i++) {
            Map<String, StoredEmbedding> found = models.get(i).kept().find(EmbeddingKey.Modality.IMAGE, contents);
            for (Picture picture : pictures) {
                StoredEmbedding embedding = picture.content == null ? null : found.get(picture.content);
                if (embedding != null) {
                    picture.parts.get(i).take(embedding);
                    picture.flags = embedding.flags();
                }
            }
        }
        pictures.stream().filter(Picture::isKnown).forEach(this::forgetFile);
    }

    private @Nullable String hash(Picture picture) {
        try {
            byte[] file = source.read(picture.path);
            picture.content = EmbeddingLookup.content(file);
            if (room.addAndGet(-file.length) >= 0) {
                picture.file = file;
            } else {
                room.addAndGet(file.length);
            }
        } catch (Throwable e) {
            picture.fail(Embedding.Fault.ofImage(e));
        }
        return picture.content;
    }

    /** Releases a picture's bytes and returns their share of the budget. */
    void forgetFile(Picture picture) {
        byte[] file = picture.file;
        if (file != null) {
            picture.file = null;
            room.addAndGet(file.length);
        }
    }

    /**
     * Decodes a picture to pixelValues. If memory runs out, it is tried again while no other picture is being decoded.
     */
    void prepare(Picture picture) {
        if (picture.stamp == null) {
            picture.stamp = FileStamp.of(picture.path);
        }
        Throwable fault = isLarge(picture) ? gate.alone(() -> decode(picture)) : decodeBesideOthers(picture);
        if (isWantOfMemory(fault)) {
            fault = gate.alone(() -> decode(picture));
        }
        forgetFile(picture);
        if (fault != null) {
            picture.fail(Embedding.Fault.ofImage(fault));
        }
    }

    private @Nullable Throwable decodeBesideOthers(Picture picture) {
        try {
            byte[] file = file(picture);
            return gate.with(ClaimedSize.pixels(file) * BYTES_PER_PIXEL, () -> decode(picture, file));
        } catch (Throwable e) {
            return e;
        }
    }

    private @Nullable Throwable decode(Picture picture) {
        try {
            return decode(picture, file(picture));
        } catch (Throwable e) {
            return e;
        }
    }

    private byte[] file(Picture picture) throws IOException {
        return picture.file == null ? source.read(picture.path) : picture.file;
    }

    private @Nullable Throwable decode(Picture picture, byte[] file) {
        try {
            boolean readAgain = picture.content != null && picture.file == null;
            if (readAgain && !EmbeddingLookup.content(file).equals(picture.content)) {
                picture.fail(Embedding.Fault.changed());
                return null;
            }
            RgbImage image = source.decode(file, picture.path.toString());
            Set<ImageFlag> flags = EnumSet.noneOf(ImageFlag.class);
            if (image.damaged()) {
                flags.add(ImageFlag.DAMAGED);
            }
            if (image.transparency() != null) {
                flags.add(ImageFlag.TRANSPARENT);
            }
            if (image.isAllBlack()) {
                flags.add(ImageFlag.ALL_BLACK);
            }
            prepare(picture, image);
            picture.flags = flags;
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** Prepares the pixels for each model that has no embedding. What fails for one model does not fail for the others. */
    private void prepare(Picture picture, RgbImage image) {
        for (int i = 0; i < models.size(); i++) {
            Picture.Part part = picture.parts.get(i);
            if (part.embedding != null) {
                continue;
            }
            try {
                part.pixelValues = models.get(i).encoder().pixelValues(image);
            } catch (OutOfMemoryError e) {
                throw e; // tried again while no other picture is prepared
            } catch (Throwable e) {
                part.fail(Embedding.Fault.ofImage(e));
            }
        }
    }

    private boolean isLarge(Picture picture) {
        return picture.file == null && picture.stamp != null && picture.stamp.size() > largest;
    }

    private static boolean isWantOfMemory(@Nullable Throwable fault) {
        return fault instanceof OutOfMemoryError || (fault != null && fault.getCause() instanceof OutOfMemoryError);
    }
}
