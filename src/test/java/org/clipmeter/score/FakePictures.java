package org.clipmeter.score;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;

/** Pictures without files: a name is the content, up to its first {@code @}, and says what happens to the decoder. */
final class FakePictures implements PictureLoader.Source {
    static final Budget BUDGET = new Budget(2, 1 << 30);

    final AtomicInteger read = new AtomicInteger();
    final AtomicInteger decoded = new AtomicInteger();
    Runnable whileDecoding = () -> {};

    static Scorer scorer(Encoder encoder, ScoreOptions options, FakePictures pictures) {
        return new Scorer(encoder, options, EmbeddingStore.NONE, () -> "unasked", pictures, BUDGET);
    }

    @Override
    public byte[] read(Path file) throws ImageException {
        read.incrementAndGet();
        String name = file.getFileName().toString();
        if (name.startsWith("missing")) {
            throw new ImageException(ImageException.Reason.MISSING, name + ": no such file");
        }
        int end = name.indexOf('@');
        return (end < 0 ? name : name.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public RgbImage decode(byte[] encoded, String path) throws ImageException {
        decoded.incrementAndGet();
        whileDecoding.run();
        String content = new String(encoded, StandardCharsets.UTF_8);
        if (content.startsWith("overflow")) {
            throw new StackOverflowError();
        }
        if (content.startsWith("memory")) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (content.startsWith("html")) {
            throw new ImageException(ImageException.Reason.HTML, path + " is a web page");
        }
        if (content.startsWith("yellow")) {
            return Runs.pixel(255, 255, 0);
        }
        if (content.startsWith("black")) {
            return new RgbImage(1, 2, new byte[6], true);
        }
        int hash = content.hashCode();
        return Runs.pixel(hash & 0x7f, hash >> 8 & 0x7f, 1 + (hash >> 16 & 0x7f));
    }
}
